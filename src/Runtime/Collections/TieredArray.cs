using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TierPolicy;

/// <summary>
/// An array that may be larger than DRAM: its elements lie in anonymous pages, as many as fit whole into each, which move between the tiers as they are used. An element never
/// straddles two pages; where a page's size is no multiple of an element's, the rest of each page is unused.
/// </summary>
/// <remarks>
/// Elements are zero at first. Safe from any thread but for <see cref="Dispose"/>, which may not be called while the array is in use: a reader sees whole versions of a page, writers
/// of one page wait for each other. Writing one element copies its page (writers publish copy-on-write): write many at once by <see cref="CopyFrom"/> or <see cref="WritePage"/>.
/// </remarks>
/// <typeparam name="T">What the elements are; at most a page large.</typeparam>
/// <typeparam name="TPolicy">The policy of the memory.</typeparam>
public sealed class TieredArray<T, TPolicy> : IDisposable
    where T : unmanaged
    where TPolicy : struct, ITierPolicy
{
    private readonly TieredMemory<TPolicy> _memory;
    private readonly PageId[] _pages;
    private bool _isDisposed;

    /// <summary>Makes an array of zeros; all its pages are allocated now, so that no later write fails for want of a place to be.</summary>
    /// <param name="memory">Where the pages come from; it must outlive the array, and the array does not own it.</param>
    /// <param name="length">How many elements.</param>
    /// <param name="options">The domain, tag and node of the pages.</param>
    /// <exception cref="ArgumentException">An element is larger than a page.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative or needs more pages than there can be, or the options name what the policy has not.</exception>
    /// <exception cref="TierFullException">There is not room for all of it; nothing is left behind, but for pages that a durable node could not be told to forget.</exception>
    public TieredArray(TieredMemory<TPolicy> memory, long length, PageOptions options = default)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ElementsPerPage = memory.PageSize / Unsafe.SizeOf<T>();
        if (ElementsPerPage == 0)
        {
            throw new ArgumentException($"An element of {Unsafe.SizeOf<T>()} bytes does not fit into a page of {memory.PageSize} bytes.", nameof(length));
        }

        long pages = (length / ElementsPerPage) + (length % ElementsPerPage == 0 ? 0 : 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pages, Array.MaxLength, nameof(length));
        _memory = memory;
        _pages = new PageId[pages];
        Length = length;
        try
        {
            for (int i = 0; i < _pages.Length; i++)
            {
                _pages[i] = memory.Allocate(options);
            }
        }
        catch
        {
            // Why there is no array is told, not what else may have failed then.
            _ = FreePages();
            throw;
        }
    }

    /// <summary>How many elements there are.</summary>
    public long Length { get; }

    /// <summary>How many pages they lie in.</summary>
    public int PageCount => _pages.Length;

    /// <summary>Elements in each page but the last, which may have fewer.</summary>
    public int ElementsPerPage { get; }

    /// <summary>One element.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such element.</exception>
    /// <exception cref="ObjectDisposedException">The array is gone.</exception>
    /// <exception cref="TierFullException">Its page must come up, or be copied to be written, and there is no room for it.</exception>
    /// <exception cref="TierIOException">Its page must come up, and its contents could not be read.</exception>
    public T this[long index]
    {
        get
        {
            (int page, int offset) = Locate(index);
            using ReadLease lease = _memory.Read(_pages[page]);
            return Elements(lease.Span, page)[offset];
        }

        set
        {
            (int page, int offset) = Locate(index);
            using WriteLease lease = _memory.Write(_pages[page]);
            Elements(lease.Span, page)[offset] = value;
        }
    }

    /// <summary>Leases the elements of one page for reading; element <c>i</c> of its span is element <c>page * ElementsPerPage + i</c> of the array.</summary>
    /// <param name="page">From 0 to <see cref="PageCount"/> - 1.</param>
    /// <inheritdoc cref="TieredMemory{TPolicy}.Read" path="/exception"/>
    /// <exception cref="IndexOutOfRangeException">There is no such page.</exception>
    /// <exception cref="ObjectDisposedException">The array is gone.</exception>
    public ElementReadLease<T> ReadPage(int page)
    {
        Disposed.ThrowIf(_isDisposed, this);
        return new ElementReadLease<T>(_memory.Read(_pages[page]), CountIn(page));
    }

    /// <summary>Leases the elements of one page for writing: what is written is published as a whole when the lease is disposed.</summary>
    /// <param name="page">From 0 to <see cref="PageCount"/> - 1.</param>
    /// <inheritdoc cref="TieredMemory{TPolicy}.Write" path="/exception"/>
    /// <exception cref="IndexOutOfRangeException">There is no such page.</exception>
    /// <exception cref="ObjectDisposedException">The array is gone.</exception>
    public ElementWriteLease<T> WritePage(int page)
    {
        Disposed.ThrowIf(_isDisposed, this);
        return new ElementWriteLease<T>(_memory.Write(_pages[page]), CountIn(page));
    }

    /// <summary>Copies elements out, page by page: each page is one version, all of them together need not be.</summary>
    /// <param name="index">The first element.</param>
    /// <param name="destination">Takes as many as it is long.</param>
    /// <exception cref="ArgumentOutOfRangeException">The array ends before that.</exception>
    public void CopyTo(long index, Span<T> destination)
    {
        RequireRange(index, destination.Length);
        while (destination.Length > 0)
        {
            (int page, int offset) = Locate(index);
            using ElementReadLease<T> lease = ReadPage(page);
            ReadOnlySpan<T> part = lease.Span[offset..];
            part = part[..Math.Min(part.Length, destination.Length)];
            part.CopyTo(destination);
            destination = destination[part.Length..];
            index += part.Length;
        }
    }

    /// <summary>Copies elements in, page by page: each page is published as a whole.</summary>
    /// <param name="index">The first element.</param>
    /// <param name="source">What they become.</param>
    /// <exception cref="ArgumentOutOfRangeException">The array ends before that; nothing was written.</exception>
    public void CopyFrom(long index, ReadOnlySpan<T> source)
    {
        RequireRange(index, source.Length);
        while (source.Length > 0)
        {
            (int page, int offset) = Locate(index);
            using ElementWriteLease<T> lease = WritePage(page);
            Span<T> part = lease.Span[offset..];
            part = part[..Math.Min(part.Length, source.Length)];
            source[..part.Length].CopyTo(part);
            source = source[part.Length..];
            index += part.Length;
        }
    }

    /// <summary>
    /// All elements in order. The next page is brought up while one is consumed; the two are pinned meanwhile. What is written to a page after the enumeration has come to the page
    /// before it may be missed.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The array is gone.</exception>
    public IEnumerable<T> Enumerate()
    {
        Disposed.ThrowIf(_isDisposed, this);
        return Walk();
    }

    private IEnumerable<T> Walk()
    {
        Task<PinnedPage>? next = _pages.Length == 0 ? null : Fetch(0);
        try
        {
            for (int page = 0; page < _pages.Length; page++)
            {
                Task<PinnedPage> fetched = next!;
                next = null;
                using PinnedPage pin = fetched.GetAwaiter().GetResult();
                next = page + 1 < _pages.Length ? Fetch(page + 1) : null;
                int count = CountIn(page);
                for (int i = 0; i < count; i++)
                {
                    yield return Elements(pin.Memory.Span, page)[i];
                }
            }
        }
        finally
        {
            // Whoever stops early must not leave the page pinned that was on its way; that it failed is of no interest any more.
            _ = next?.ContinueWith(
                static task =>
                {
                    if (task.IsCompletedSuccessfully)
                    {
                        task.Result.Dispose();
                    }
                    else
                    {
                        _ = task.Exception;
                    }
                },
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    /// <summary>Frees the pages. No lease or enumeration of the array may be open. More than once does no harm, and frees what could not be freed before.</summary>
    /// <exception cref="AggregateException">Some pages could not be freed, as <see cref="TieredMemory{TPolicy}.Free"/> says of each; all others are, and the array is gone all the same.</exception>
    public void Dispose()
    {
        _isDisposed = true;
        if (!_memory.Core.IsDisposed && FreePages() is { Count: > 0 } failures)
        {
            throw new AggregateException(FormattableString.Invariant($"{failures.Count} of {_pages.Length} pages of the array could not be freed. Dispose it again to try once more."), failures);
        }
    }

    /// <summary>Frees the pages that there are, as many of them as can be.</summary>
    /// <returns>Why the others could not be freed.</returns>
    private List<Exception> FreePages()
    {
        List<Exception> failures = [];
        foreach (ref PageId page in _pages.AsSpan())
        {
            try
            {
                if (page != default)
                {
                    _memory.Free(page);
                    page = default;
                }
            }
#pragma warning disable CA1031 // One page's failure must not leave the others behind; all are told together.
            catch (Exception error)
#pragma warning restore CA1031
            {
                failures.Add(error);
            }
        }

        return failures;
    }

    private Task<PinnedPage> Fetch(int page) => _memory.ReadAsync(_pages[page]).AsTask();

    private int CountIn(int page) => (int)Math.Min(ElementsPerPage, Length - ((long)page * ElementsPerPage));

    private ReadOnlySpan<T> Elements(ReadOnlySpan<byte> contents, int page) => MemoryMarshal.Cast<byte, T>(contents)[..CountIn(page)];

    private Span<T> Elements(Span<byte> contents, int page) => MemoryMarshal.Cast<byte, T>(contents)[..CountIn(page)];

    private (int Page, int Offset) Locate(long index)
    {
        Disposed.ThrowIf(_isDisposed, this);
        if ((ulong)index >= (ulong)Length)
        {
#pragma warning disable CA2201 // As an array does it.
            throw new IndexOutOfRangeException($"There is no element {index} in an array of {Length}.");
#pragma warning restore CA2201
        }

        long page = index / ElementsPerPage;
        return ((int)page, (int)(index - (page * ElementsPerPage)));
    }

    private void RequireRange(long index, int count)
    {
        Disposed.ThrowIf(_isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, Length - count);
    }
}
