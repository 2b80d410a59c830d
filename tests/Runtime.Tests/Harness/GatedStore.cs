using System.Collections.Concurrent;

namespace TierPolicy.Runtime.Tests.Harness;

/// <summary>An asynchronous store whose every read and write waits until a test lets it go on. A key that was never written holds its own number, eight bytes repeated.</summary>
internal sealed class GatedStore : IAsyncPageStore
{
    private readonly ConcurrentDictionary<long, byte[]> _pages = new();
    private readonly ConcurrentQueue<(long Key, TaskCompletionSource Gate)> _reads = new();
    private readonly ConcurrentQueue<(long Key, TaskCompletionSource Gate)> _writes = new();
    private int _begun;

    /// <summary>Reads that were begun.</summary>
    public int Begun => Volatile.Read(ref _begun);

    /// <summary>The threads on which they were.</summary>
    public ConcurrentBag<int> Threads { get; } = [];

    /// <summary>Synchronous calls: none where all is asked asynchronously.</summary>
    public int Blocking { get; private set; }

    /// <summary>From here on nothing waits.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Cancelled when the memory goes.</summary>
    public CancellationToken Gone { get; private set; }

    /// <summary>The reads that wait, oldest first; who takes one lets it go on, or fail.</summary>
    public TaskCompletionSource NextRead() => _reads.TryDequeue(out (long, TaskCompletionSource Gate) read) ? read.Gate : throw new InvalidOperationException("No read waits.");

    /// <inheritdoc cref="NextRead"/>
    public TaskCompletionSource NextWrite() => _writes.TryDequeue(out (long, TaskCompletionSource Gate) write) ? write.Gate : throw new InvalidOperationException("No write waits.");

    public async ValueTask ReadAsync(long key, Memory<byte> page, CancellationToken cancellationToken)
    {
        Gone = cancellationToken;
        Threads.Add(Environment.CurrentManagedThreadId);
        Interlocked.Increment(ref _begun);
        await Gate(_reads, key);
        Fill(key, page.Span);
    }

    public async ValueTask WriteAsync(long key, ReadOnlyMemory<byte> page, CancellationToken cancellationToken)
    {
        await Gate(_writes, key).WaitAsync(cancellationToken);
        _pages[key] = page.ToArray();
    }

    public void Read(long key, Span<byte> page)
    {
        Blocking++;
        Fill(key, page);
    }

    public void Write(long key, ReadOnlySpan<byte> page)
    {
        Blocking++;
        _pages[key] = page.ToArray();
    }

    /// <summary>What is stored under a key, as the number it is filled with.</summary>
    public long Stored(long key)
    {
        byte[] page = new byte[4096];
        Fill(key, page);
        return Contents.Of(page);
    }

    private void Fill(long key, Span<byte> page)
    {
        if (_pages.TryGetValue(key, out byte[]? stored))
        {
            stored.CopyTo(page);
        }
        else
        {
            Contents.Fill(page, key);
        }
    }

    private Task Gate(ConcurrentQueue<(long, TaskCompletionSource)> gates, long key)
    {
        if (IsOpen)
        {
            return Task.CompletedTask;
        }

        // Continued where it is let go: a test that does so has done all there is to do when the call returns.
        TaskCompletionSource gate = new();
        gates.Enqueue((key, gate));
        return gate.Task;
    }
}
