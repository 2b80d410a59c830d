using System.Runtime.CompilerServices;
using TierPolicy.Schedules.Tests.Scheduling;

namespace System.Threading;

/// <inheritdoc cref="Lock"/>
internal static class Monitor
{
    public static void Enter(object gate, ref bool taken)
    {
        Scheduler.Enter(gate, "", "lock");
        taken = true;
    }

    public static void Exit(object gate) => Scheduler.Exit(gate);

    /// <summary>As if the time were over, once others have gone on.</summary>
    public static bool Wait(object gate, TimeSpan timeout, [CallerFilePath] string file = "", [CallerMemberName] string member = "")
    {
        _ = timeout;
        Scheduler.Exit(gate);
        Scheduler.Yield(file, member);
        Scheduler.Enter(gate, file, member);
        return false;
    }

    public static void PulseAll(object gate) => _ = gate;
}
