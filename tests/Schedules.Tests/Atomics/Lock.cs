using System.Runtime.CompilerServices;
using TierPolicy.Schedules.Tests.Scheduling;

namespace System.Threading;

/// <summary>Stands before the framework's class of this name: who waits for it is known to the scheduler, and nobody else can go on meanwhile but those who can.</summary>
internal sealed class Lock([CallerFilePath] string file = "", [CallerMemberName] string member = "")
{
    private readonly object _gate = new();

    public Scope EnterScope()
    {
        Scheduler.Enter(_gate, file, member);
        return new Scope(this);
    }

    private void Exit() => Scheduler.Exit(_gate);

    public ref struct Scope
    {
        private readonly Lock _lock;

        internal Scope(Lock entered) => _lock = entered;

        public readonly void Dispose() => _lock.Exit();
    }
}
