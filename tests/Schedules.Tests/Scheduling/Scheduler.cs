extern alias Framework;

using Real = Framework::System.Threading.Monitor;

namespace TierPolicy.Schedules.Tests.Scheduling;

/// <summary>
/// Runs a few threads of which one goes on at a time, and at each access to shared memory asks a strategy which. Threads that it does not run are left alone.
/// </summary>
/// <remarks>
/// What it explores is every order of the accesses, each seen by all threads at once. What processors reorder beyond that, a reader's entry that is late, is what
/// <see cref="Interlocked.MemoryBarrierProcessWide"/> is for, and is not explored.
/// </remarks>
internal sealed class Scheduler : IDisposable
{
    /// <summary>Steps after which a schedule counts as one that does not end.</summary>
    public const int MaxSteps = 100_000;

    [ThreadStatic]
    private static Worker? _current;

    private readonly Worker[] _workers;
    private readonly ManualResetEventSlim _done = new();
    private readonly List<int> _enabled = [];
    private IStrategy _strategy = null!;
    private ScheduleLog _log = null!;
    private Exception? _failure;
    private int _left;

    public Scheduler(int threads)
    {
        _workers = [.. Enumerable.Range(0, threads).Select(id => new Worker(this, id))];
    }

    /// <summary>Runs the bodies to their end, a thread each, in the order that the strategy says.</summary>
    /// <returns>What happened, and what went wrong; null where nothing did.</returns>
    public (ScheduleLog Log, Exception? Failure) Run(IStrategy strategy, IReadOnlyList<Action> bodies)
    {
        _strategy = strategy;
        _log = new ScheduleLog();
        _failure = null;
        _left = bodies.Count;
        _done.Reset();
        for (int i = 0; i < _workers.Length; i++)
        {
            _workers[i].Prepare(i < bodies.Count ? bodies[i] : null);
        }

        Next(null).Go();
        _done.Wait();
        return (_log, _failure);
    }

    /// <summary>The calling thread is about to access shared memory.</summary>
    public static void Point(string file, string member)
    {
        if (_current is { } worker && Points.Matters(file))
        {
            worker.Step(file, member);
        }
    }

    /// <summary>A point in a scenario itself, where what others do in between must not show.</summary>
    public static void Pause(string what) => _current?.Step("Scenario", what);

    /// <summary>Does something at once, as if it were one step.</summary>
    public static void Aside(Action action)
    {
        Worker? worker = _current;
        _current = null;
        try
        {
            action();
        }
        finally
        {
            _current = worker;
        }
    }

    /// <summary>The calling thread cannot go on until others have.</summary>
    /// <returns>False where no scheduler runs the thread.</returns>
    public static bool Yield(string file, string member)
    {
        if (_current is not { } worker)
        {
            return false;
        }

        worker.ThrowIfAbandoned();
        worker.IsWaiting = true;
        worker.Step(file, member);
        return true;
    }

    public static void Enter(object gate, string file, string member)
    {
        if (_current is not { } worker)
        {
            Real.Enter(gate);
            return;
        }

        if (Points.MattersAsLock(file))
        {
            worker.Step(file, member);
        }

        while (!Real.TryEnter(gate))
        {
            worker.ThrowIfAbandoned();
            worker.WaitsFor = gate;
            worker.Step(file, member);
        }
    }

    public static void Exit(object gate)
    {
        Real.Exit(gate);
        _current?.Scheduler.Free(gate);
    }

    public void Dispose()
    {
        Array.ForEach(_workers, static worker => worker.Dispose());
        _done.Dispose();
    }

    internal void Ended(Worker worker, Exception? failure)
    {
        worker.IsDone = true;
        _log.Add(worker.Id, "", "end");
        if (failure is not null and not AbandonedException)
        {
            _failure ??= failure;
        }

        if (--_left == 0)
        {
            _done.Set();
        }
        else
        {
            Next(null).Go();
        }
    }

    private void Step(Worker worker, string file, string member)
    {
        if (_failure is not null)
        {
            // The schedule has failed: the threads unwind, one after the other.
            worker.Abandon();
            return;
        }

        _log.Add(worker.Id, file, member);
        if (_log.Steps > MaxSteps)
        {
            _failure = new InvalidOperationException($"The schedule does not end: after {MaxSteps} steps thread {worker.Id} is at {ScheduleLog.Name(file, member)}.");
            worker.Abandon();
            return;
        }

        if (!worker.IsWaiting && worker.WaitsFor is null)
        {
            // It went on, so that those who wait for others may look again.
            foreach (Worker other in _workers)
            {
                other.IsWaiting &= other == worker;
            }
        }

        Worker next = Next(worker);
        worker.IsWaiting &= next != worker;
        if (next != worker)
        {
            next.Go();
            worker.Rest();
            if (_failure is not null)
            {
                worker.Abandon();
            }
        }
    }

    /// <summary>Who goes on; <paramref name="current"/> is null where the one that went has ended.</summary>
    private Worker Next(Worker? current)
    {
        if (_failure is not null)
        {
            return Array.Find(_workers, static worker => !worker.IsDone)!;
        }

        FindEnabled();
        if (_enabled.Count == 0)
        {
            foreach (Worker worker in _workers)
            {
                worker.IsWaiting = false;
            }

            FindEnabled();
        }

        if (_enabled.Count == 0)
        {
            _failure = new InvalidOperationException("Deadlock: every thread waits for a lock.");
            return current ?? Array.Find(_workers, static worker => !worker.IsDone)!;
        }

        bool canGoOn = current is not null && _enabled.Contains(current.Id);
        int next = _enabled.Count == 1 ? _enabled[0] : _strategy.Choose(_log.Steps, canGoOn ? current!.Id : -1, _enabled);
        _log.Chosen(next, current?.Id ?? -1);
        return _workers[next];
    }

    private void FindEnabled()
    {
        _enabled.Clear();
        foreach (Worker worker in _workers)
        {
            if (!worker.IsDone && !worker.IsWaiting && worker.WaitsFor is null)
            {
                _enabled.Add(worker.Id);
            }
        }
    }

    private void Free(object gate)
    {
        foreach (Worker worker in _workers)
        {
            if (worker.WaitsFor == gate)
            {
                worker.WaitsFor = null;
            }
        }
    }

    /// <summary>A thread of its own, used for one schedule after the other.</summary>
    internal sealed class Worker : IDisposable
    {
        private readonly SemaphoreSlim _turn = new(0);
        private readonly Thread _thread;
        private Action? _body;
        private bool _stops;
        private bool _isAbandoned;

        public Worker(Scheduler scheduler, int id)
        {
            Scheduler = scheduler;
            Id = id;
            _thread = new Thread(Work) { IsBackground = true, Name = $"schedule {id}" };
            _thread.Start();
        }

        public Scheduler Scheduler { get; }

        public int Id { get; }

        public bool IsDone { get; set; }

        /// <summary>It spins until others have gone on.</summary>
        public bool IsWaiting { get; set; }

        /// <summary>A lock that another has.</summary>
        public object? WaitsFor { get; set; }

        public void Prepare(Action? body)
        {
            _body = body;
            IsDone = body is null;
            IsWaiting = false;
            WaitsFor = null;
            _isAbandoned = false;
        }

        public void Step(string file, string member) => Scheduler.Step(this, file, member);

        public void Go() => _turn.Release();

        public void Rest() => _turn.Wait();

        /// <summary>Unwinds the thread, once: what it does on its way out must not be disturbed.</summary>
        public void Abandon()
        {
            WaitsFor = null;
            IsWaiting = false;
            if (!_isAbandoned)
            {
                _isAbandoned = true;
                throw new AbandonedException();
            }
        }

        /// <summary>On its way out, too, it must not wait for others.</summary>
        public void ThrowIfAbandoned()
        {
            if (_isAbandoned)
            {
                throw new AbandonedException();
            }
        }

        public void Dispose()
        {
            _stops = true;
            Go();
            _thread.Join();
            _turn.Dispose();
        }

        private void Work()
        {
            for (Rest(); !_stops; Rest())
            {
                Exception? failure = null;
                EpochSlots.Reset();
                _current = this;
                try
                {
                    _body!();
                }
#pragma warning disable CA1031 // Whatever it is, it is what the schedule led to.
                catch (Exception error)
#pragma warning restore CA1031
                {
                    failure = error;
                }

                _current = null;
                EpochSlots.Reset();
                Scheduler.Ended(this, failure);
            }
        }
    }

    /// <summary>Unwinds a thread of a schedule that has failed.</summary>
    private sealed class AbandonedException : Exception;
}
