namespace TierPolicy.Runtime.Benchmarks;

/// <summary>Does the same on several threads at once, each with its number, and waits for all: as an operation of a benchmark, threads that are there already.</summary>
internal sealed class Threads : IDisposable
{
    private readonly Barrier _barrier;
    private readonly Thread[] _threads;
    private Action<int>? _work;

    public Threads(int count)
    {
        _barrier = new Barrier(count + 1);
        _threads = [.. Enumerable.Range(0, count).Select(number => new Thread(() => Work(number)) { IsBackground = true })];
        Array.ForEach(_threads, thread => thread.Start());
    }

    public void Run(Action<int> work)
    {
        _work = work;
        _barrier.SignalAndWait();
        _barrier.SignalAndWait();
    }

    public void Dispose()
    {
        _work = null;
        _barrier.SignalAndWait();
        Array.ForEach(_threads, thread => thread.Join());
        _barrier.Dispose();
    }

    private void Work(int number)
    {
        while (true)
        {
            _barrier.SignalAndWait();
            if (_work is null)
            {
                return;
            }

            _work(number);
            _barrier.SignalAndWait();
        }
    }
}
