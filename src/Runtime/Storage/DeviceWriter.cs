using System.Collections.Concurrent;
using TierPolicy.Nodes;

namespace TierPolicy.Storage;

/// <summary>
/// Writes to a device one request after the other, on a thread of its own where background work has threads. What is asked for while it writes is its next write, as one: the
/// batches of several threads become one sequential run, and share whatever makes them durable.
/// </summary>
internal sealed class DeviceWriter : IDisposable
{
    private readonly Func<IReadOnlyList<PageWrite>, IOException?> _write;
    private readonly Lock _lock = new();
    private readonly BlockingCollection<Request>? _requests;
    private readonly Thread? _thread;

    /// <param name="write">Writes pages, and marks those that are written; a device's failure is what it returns. Should it throw, that is a bug: whoever waits for the write is told.</param>
    /// <param name="threadName">The name of the thread; null: whoever asks for a write does it.</param>
    public DeviceWriter(Func<IReadOnlyList<PageWrite>, IOException?> write, string? threadName)
    {
        _write = write;
        if (threadName is not null)
        {
            _requests = [];
            _thread = new Thread(Run) { IsBackground = true, Name = threadName };
            _thread.Start();
        }
    }

    /// <summary>Writes pages, and waits until that is done.</summary>
    /// <returns>Why not all of them could be written; null where they were.</returns>
    public IOException? Write(IReadOnlyList<PageWrite> pages)
    {
        if (_requests is not null)
        {
            return WriteAsync(pages).GetAwaiter().GetResult();
        }

        lock (_lock)
        {
            return _write(pages);
        }
    }

    /// <summary>As <see cref="Write"/>, without blocking the caller where there is a thread for it.</summary>
    public Task<IOException?> WriteAsync(IReadOnlyList<PageWrite> pages)
    {
        if (_requests is null)
        {
            return Task.FromResult(Write(pages));
        }

        Request request = new(pages);
        _requests.Add(request);
        return request.Done.Task;
    }

    public void Dispose()
    {
        _requests?.CompleteAdding();
        _thread?.Join();
        _requests?.Dispose();
    }

    private void Run()
    {
        List<Request> requests = [];
        foreach (Request first in _requests!.GetConsumingEnumerable())
        {
            requests.Add(first);
            while (_requests.TryTake(out Request? next))
            {
                requests.Add(next);
            }

            WriteAll(requests);
            requests.Clear();
        }
    }

    private void WriteAll(List<Request> requests)
    {
        try
        {
            IOException? failure = _write([.. requests.SelectMany(static request => request.Pages)]);
            foreach (Request request in requests)
            {
                // Only those are told of a failure whose pages it was about.
                request.Done.SetResult(request.Pages.All(static page => page.IsWritten) ? null : failure);
            }
        }
#pragma warning disable CA1031 // Nobody must wait for a thread that has ended, nor the process end for a node's sake: who asked for the write is told of the bug.
        catch (Exception error)
#pragma warning restore CA1031
        {
            requests.ForEach(request => request.Done.TrySetException(error));
        }
    }

    private sealed record Request(IReadOnlyList<PageWrite> Pages)
    {
        public TaskCompletionSource<IOException?> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
