using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using TierPolicy.Engine;
using TierPolicy.Epochs;
using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy;

/// <content>Reads pages, by leases, in batches and pinned, and notices that they are used.</content>
public sealed partial class TieredMemory<TPolicy>
{
    // Aging wants to be told each access, and marks a page as referenced itself once it has seen enough.
    private readonly bool _followsAccesses;

    // What a read on a resident page needs, without a detour. By place, referenced or not: where the node's first frame lies; 0 where there is more to do than to read, since the
    // page is not read in place, or was not referenced until now, or every access is noticed.
    private readonly nint[] _frameTable = GC.AllocateArray<nint>(2 * Place.Limit, pinned: true);
    private readonly unsafe nint* _frames;
    private nint _directory;
    private readonly long _number;
    private readonly int _pageShift;
    private readonly int _pageSize;

    /// <summary>
    /// Leases a page for reading; brings it up first where it must. On a resident page it allocates nothing, takes no lock and writes to no memory that other threads use, but where
    /// the access is noticed: the page's own state when that changes, and the promoter's queue where a rule wants the page up.
    /// </summary>
    /// <exception cref="ArgumentException">The page was freed.</exception>
    /// <exception cref="InvalidOperationException">The thread holds 32 leases already.</exception>
    /// <exception cref="TierFullException">The page must come up, and there is no room for it.</exception>
    /// <exception cref="TierIOException">The page must come up, and its contents could not be read. It stays where it is.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe ReadLease Read(PageId page)
    {
        // Every instruction here is one that keeps the processor from beginning the next read while this one waits for memory: what is seldom is somewhere else.
        EpochSlot* slot = ReaderEpochs.ThisThreadOrNull;
        if (!ReaderEpochs.Tracks && slot != null && slot->TryEnter(_number, ReaderEpochs.Current))
        {
            PageDescriptor* chunk = PageTable.Chunk(_directory, page);
            if (chunk != null && IsPlain(page, PageTable.InChunk(chunk, page), slot, out PageState state, out nint address))
            {
                slot->Hold(EpochSlot.First, address);
                return new ReadLease(slot->Entry(EpochSlot.First), new LeasedFrame(address, EpochSlot.First, state, wasPagedIn: false), _pageSize);
            }

            slot->Exit(EpochSlot.First);
        }

        LeasedFrame frame = ReadSlowly(page);
        return new ReadLease(ReaderEpochs.ThisThread->Entry(frame.Lease), frame, _pageSize);
    }

    /// <summary>Opens a batch of reads: many pages for the price of little more than one lease.</summary>
    /// <exception cref="InvalidOperationException">The thread holds 32 leases already.</exception>
    public ReadBatch<TPolicy> ReadMany()
    {
        Disposed.ThrowIf(_isDisposed, this);
        return new ReadBatch<TPolicy>(this);
    }

    /// <summary>Reads a page in the caller's batch, and lists its frame there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal unsafe ReadOnlySpan<byte> ReadInBatch(PageId page, EpochSlot* slot, int batch)
    {
        PageDescriptor* chunk = PageTable.Chunk(_directory, page);
        if (chunk != null)
        {
            // Looked up, listed, and looked at once more: it is protected if it is still there then (ReaderEpochs). A state that has changed otherwise is a matter for the long way, too.
            PageDescriptor* descriptor = PageTable.InChunk(chunk, page);
            PageState state = descriptor->State;
            nint start = _frames[state.PlaceAndReferenced];
            nint address = start + ((nint)state.Frame << _pageShift);
            int left = slot->UntilNoticed - 1;
            if (start != 0 && left > 0 && slot->TryList(address))
            {
                // In this order: while the state was the page's, so was the generation.
                if (descriptor->State.Word == state.Word && Volatile.Read(ref descriptor->Generation) == page.Generation)
                {
                    slot->UntilNoticed = left;
                    return new ReadOnlySpan<byte>((byte*)address, _pageSize);
                }

                slot->Unlist();
            }
        }

        return ReadInBatchSlowly(page, slot, batch);
    }

    /// <summary>Has the processor fetch bytes of pages. A prefetch waits for nothing and faults on nothing, so that none of what it relies on need hold still.</summary>
    internal unsafe void Prefetch(ReadOnlySpan<PageId> pages, int offset)
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        nint directory = _directory;
        nint* frames = _frames;
        int shift = _pageShift;
        foreach (PageId page in pages)
        {
            PageDescriptor* chunk = PageTable.Chunk(directory, page);
            if (chunk != null)
            {
                // As if it were referenced: where it lies does not depend on that.
                PageState state = PageTable.InChunk(chunk, page)->State.With(PageFlags.Referenced);
                nint start = frames[state.PlaceAndReferenced];
                if (start != 0)
                {
                    Sse.Prefetch0((byte*)start + ((nint)state.Frame << shift) + offset);
                }
            }
        }
    }

    /// <summary>Copies a page out, one version of it, if that needs no waiting: false where it would have to come up, or is written in place just now.</summary>
    /// <param name="page">The page.</param>
    /// <param name="destination">A page long at least.</param>
    /// <exception cref="ArgumentException">The page was freed, or <paramref name="destination"/> is shorter than a page.</exception>
    public bool TryCopyTo(PageId page, Span<byte> destination)
    {
        Disposed.ThrowIf(_isDisposed, this);
        _ = ref _core.Pages.Find(page);
        PageState state = _core.Pages[page.Index].State;
        if (!IsReadable(state, out _))
        {
            return false;
        }

        if (state.IsInPlace)
        {
            return TryCopyInPlace(page, destination);
        }

        using ReadLease lease = Read(page);
        CopyTo(lease, destination);
        return true;
    }

    /// <summary>
    /// Pins a page for longer than a lease, and away from the stack; brings it up first where it must. While it is pinned it is neither demoted nor reclaimed.
    /// </summary>
    /// <exception cref="ArgumentException">The page was freed.</exception>
    /// <exception cref="InvalidOperationException">The store is called for the page, and must not use it.</exception>
    /// <exception cref="TierFullException">The page must come up, and there is no room for it.</exception>
    /// <exception cref="TierIOException">The page must come up, and its contents could not be read. It stays where it is.</exception>
    public PinnedPage Pin(PageId page)
    {
        Disposed.ThrowIf(_isDisposed, this);
        for (bool wasPagedIn = false; ; wasPagedIn = true)
        {
            if (_core.TryPin(page, out Node? node, out uint frame))
            {
                if (!wasPagedIn)
                {
                    NoticeReturn(page, _core.Pages[page.Index].State, node!, weight: 1);
                    NoticeAccess(page, ref _core.Pages[page.Index], node!, weight: 1);
                    Record(page, write: false);
                }

                return new PinnedPage(_core, page.Index, node!, frame, wasPagedIn);
            }

            // Brought up, it could go again before it is pinned: then once more.
            Read(page).Dispose();
        }
    }

    /// <summary>
    /// Pins a page, as <see cref="Pin"/> does, without blocking the caller while the page comes up from a device, swap or the store. On a resident page it completes at once, and
    /// allocates nothing but the pin.
    /// </summary>
    /// <remarks>
    /// Who reads a page that comes up already waits for the same read. Cancelled, one stops waiting; the read goes on. No thread waits: of a store that is an
    /// <see cref="IAsyncPageStore"/>, and of files where the system reads them asynchronously; a store that is not is called on a thread of the pool, and so is Linux to read a file.
    /// </remarks>
    /// <exception cref="ArgumentException">The page was freed.</exception>
    /// <exception cref="InvalidOperationException">The store is called for the page, and must not use it.</exception>
    /// <exception cref="ObjectDisposedException">The memory is gone, or went while the page came up.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled before the page was up.</exception>
    /// <exception cref="TierFullException">The page must come up, and there is no room for it.</exception>
    /// <exception cref="TierIOException">The page must come up, and its contents could not be read. It stays where it is.</exception>
    public ValueTask<PinnedPage> ReadAsync(PageId page, CancellationToken cancellationToken = default)
    {
        Disposed.ThrowIf(_isDisposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        if (_core.TryPinNow(page, out Node? node, out uint frame, out _))
        {
            NoticeReturn(page, _core.Pages[page.Index].State, node!, weight: 1);
            NoticeAccess(page, ref _core.Pages[page.Index], node!, weight: 1);
            Record(page, write: false);
            return ValueTask.FromResult(new PinnedPage(_core, page.Index, node!, frame, wasPagedIn: false));
        }

        return BringUpAndPinAsync(page, cancellationToken);
    }

    /// <summary>Whether a thread that has begun to read can read the page where it is without more ado, and need not notice the access.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe bool IsPlain(PageId page, PageDescriptor* descriptor, EpochSlot* thread, out PageState state, out nint address)
    {
        state = descriptor->State;
        nint start = _frames[state.PlaceAndReferenced];
        address = start + ((nint)state.Frame << _pageShift);

        // In this order: while the state was the page's, so was the generation.
        if (start == 0 || Volatile.Read(ref descriptor->Generation) != page.Generation)
        {
            return false;
        }

        int left = thread->UntilNoticed - 1;
        if (left <= 0)
        {
            return false;
        }

        thread->UntilNoticed = left;
        return true;
    }

    /// <summary>Tells admission of a demoted page that is wanted again, whichever accesses are noticed else.</summary>
    private void NoticeReturn(PageId page, PageState state, Node node, int weight)
    {
        if (_core.Admission is not null && state.Has(PageFlags.Demoted))
        {
            _core.Admission.OnAccess(page, state, node, weight);
        }
    }

    /// <summary>
    /// For how many accesses this one counts, 0 where it is not one to notice. A page is marked as referenced at every access, as the processor does it in a page table; the access
    /// that marks it is noticed in any case, so that a page is dated anew after each look that reclaim takes at it.
    /// </summary>
    private unsafe int WeightOf(PageId page, PageDescriptor* descriptor, Node node, EpochSlot* thread, bool write)
    {
        PageState state = descriptor->State;
        int weight = 1;
        if (!_followsAccesses && !state.IsReferenced)
        {
            descriptor->MarkReferenced(state);
        }
        else if (_sampling > 1)
        {
            weight = --thread->UntilNoticed > 0 ? 0 : thread->Notice(_sampling);
        }

        NoticeReturn(page, state, node, weight);
        Record(page, descriptor, write, weight);
        return weight;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private unsafe ReadOnlySpan<byte> ReadInBatchSlowly(PageId page, EpochSlot* slot, int batch)
    {
        RequireNotInPlace(page);
        if (!slot->IsListFull)
        {
            // The lease protects the frame until it is listed.
            using ReadLease lease = Read(page);
            if (slot->TryList(lease.Address))
            {
                return lease.Span;
            }
        }

        // As a lease for the rest of the batch: what is looked up from here on is protected, whichever frame it is.
        slot->KeepAll(batch, _number, ReaderEpochs.Current);
        PageDescriptor* chunk = PageTable.Chunk(_directory, page);
        if (chunk != null && IsPlain(page, PageTable.InChunk(chunk, page), slot, out _, out nint address))
        {
            return new ReadOnlySpan<byte>((byte*)address, _pageSize);
        }

        using ReadLease again = Read(page);
        return again.Span;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private unsafe LeasedFrame ReadSlowly(PageId page)
    {
        _inline?.RunDue();
        PageDescriptor* descriptor = PageTable.Lookup(_directory, page);
        bool isThere = false;
        if (descriptor != null)
        {
            isThere = IsThere(page, descriptor, out Node? node, out _);
            if (isThere)
            {
                NoticeRead(page, descriptor, node!);
            }

            LeasedFrame frame;
            bool isWriting;
            while (!TryLease(page, descriptor, out frame, out isWriting) && isWriting)
            {
                WaitForWriter(page, descriptor);
            }

            if (frame.Address != 0)
            {
                return frame;
            }
        }

        return PageInAndRead(page, isRecorded: isThere);
    }

    /// <summary>Before the lease: what works inline may want frames, and a promotion is done before the page is read.</summary>
    private unsafe void NoticeRead(PageId page, PageDescriptor* descriptor, Node node)
    {
        if (WeightOf(page, descriptor, node, ReaderEpochs.ThisThread, write: false) is > 0 and int weight)
        {
            NoticeAccess(page, ref *descriptor, node, weight);
            _inline?.Run();
        }
    }

    /// <summary>Leases a page where it is, if it is in memory and nobody writes it in place.</summary>
    private unsafe bool TryLease(PageId page, PageDescriptor* descriptor, out LeasedFrame leased, out bool isWriting)
    {
        EpochSlot* slot = ReaderEpochs.Enter(_number, out int lease);
        isWriting = false;
        if (IsThere(page, descriptor, out Node? node, out uint frame))
        {
            nint address = node.Arena!.Address(frame);
            slot->Hold(lease, address);

            // After it says which frame it reads: a writer in place who has not begun yet sees that (WriteInPlace).
            isWriting = descriptor->State.IsWriting;
            if (!isWriting)
            {
                leased = new LeasedFrame(address, lease, PageState.Create(Place.OnNode(node.Id), frame, PageFlags.None), wasPagedIn: false);
                return true;
            }
        }

        slot->Exit(lease);
        leased = default;
        return false;
    }

    /// <summary>Whether this is the page, on a node that is read in place.</summary>
    private unsafe bool IsThere(PageId page, PageDescriptor* descriptor, [NotNullWhen(true)] out Node? node, out uint frame)
    {
        PageState state = descriptor->State;
        frame = state.Frame;
        return IsReadable(state, out node) && Volatile.Read(ref descriptor->Generation) == page.Generation;
    }

    private unsafe LeasedFrame PageInAndRead(PageId page, bool isRecorded)
    {
        Disposed.ThrowIf(_isDisposed, this);
        bool wasPagedIn = false;
        ref PageDescriptor locked = ref PageLocks.Lock(_core, page);
        Node node = PageInLocked(page.Index, ref locked, ref wasPagedIn);
        if (!isRecorded)
        {
            Record(page, write: false);
        }

        // Entered before the lock ends, so that not even the most pressing reclaim can take the page away again before it is read.
        EpochSlot* slot;
        int lease;
        try
        {
            slot = ReaderEpochs.Enter(_number, out lease);
        }
        catch
        {
            locked.Unlock();
            throw;
        }

        PageState state = locked.State;
        nint address = node.Arena!.Address(state.Frame);
        slot->Hold(lease, address);
        locked.Unlock();
        try
        {
            _inline?.Run();
        }
        catch
        {
            slot->Exit(lease);
            throw;
        }

        return new LeasedFrame(address, lease, state, wasPagedIn);
    }

    /// <summary>Notices an access to a page in memory: counts it, marks the page referenced, and asks the promote rules.</summary>
    private void NoticeAccess(PageId page, ref PageDescriptor descriptor, Node node, int weight)
    {
        long now = _core.Clock.Coarse;
        bool watched = _promoter.Watches(node.Id);
        long idle = watched ? Math.Max(0, now - descriptor.LastAccess) : 0;
        CountAccess(ref descriptor, now, weight);
        if (_followsAccesses)
        {
            node.Lists.OnAccess(node, page.Index);
        }
        else if (descriptor.State is { IsReferenced: false } state)
        {
            descriptor.MarkReferenced(state);
        }

        if (watched)
        {
            PageInfo info = _core.Describe(ref descriptor, node.Id, now) with { IdleNanoseconds = idle };
            _promoter.OnAccess(page, ref descriptor, in info);
        }
    }

    private void CountAccess(ref PageDescriptor descriptor, long now, int weight)
    {
        int accesses = _core.AccessesOf(in descriptor, now) + weight;
        descriptor.Accesses = (byte)Math.Min(accesses, byte.MaxValue);
        descriptor.LastAccess = now;
    }
}
