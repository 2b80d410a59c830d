using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace TierPolicy.Runtime.Tests.Harness;

/// <summary>A store in memory. A key that was never written holds its own number, eight bytes repeated.</summary>
internal sealed class DictionaryStore : IPageStore
{
    private readonly ConcurrentDictionary<long, byte[]> _pages = new();
    private long _reads;
    private long _writes;
    private long _lastKey = 1_000_000;

    /// <summary>A key that no page has.</summary>
    public long NewKey() => Interlocked.Increment(ref _lastKey);

    public long Reads => Volatile.Read(ref _reads);

    public long Writes => Volatile.Read(ref _writes);

    /// <summary>What happens while a page is read: time passes.</summary>
    public Action? Latency { get; set; }

    /// <summary>When set, reads and writes throw it.</summary>
    public Exception? Failure { get; set; }

    /// <summary>When set, reads and writes throw what it gives, if it gives something.</summary>
    public Func<Exception?>? Fail { get; set; }

    /// <summary>When set, reads and writes of <see cref="HeldKey"/> wait for it.</summary>
    public TaskCompletionSource? Hold { get; set; }

    public long HeldKey { get; set; }

    /// <summary>Whether one waits.</summary>
    public bool IsWaiting { get; private set; }

    public void Read(long key, Span<byte> page)
    {
        Interlocked.Increment(ref _reads);
        ThrowIfFailing(key);
        Latency?.Invoke();
        if (_pages.TryGetValue(key, out byte[]? stored))
        {
            stored.CopyTo(page);
        }
        else
        {
            Contents.Fill(page, key);
        }
    }

    public void Write(long key, ReadOnlySpan<byte> page)
    {
        Interlocked.Increment(ref _writes);
        ThrowIfFailing(key);
        _pages[key] = page.ToArray();
    }

    /// <summary>What is stored under a key, as the number it is filled with.</summary>
    public long Stored(long key) => _pages.TryGetValue(key, out byte[]? page) ? BinaryPrimitives.ReadInt64LittleEndian(page) : key;

    private void ThrowIfFailing(long key)
    {
        if (Hold is TaskCompletionSource hold && key == HeldKey)
        {
            IsWaiting = true;
            hold.Task.Wait();
        }

        if ((Failure ?? Fail?.Invoke()) is Exception failure)
        {
            throw failure;
        }
    }
}
