extern alias Framework;

using System.Runtime.CompilerServices;
using TierPolicy.Schedules.Tests.Scheduling;
using Real = Framework::System.Threading.SpinWait;

namespace System.Threading;

/// <summary>Stands before the framework's struct of this name: who spins lets others go on.</summary>
internal struct SpinWait
{
    private Real _real;

    public static void SpinUntil(Func<bool> condition)
    {
        SpinWait wait = default;
        while (!condition())
        {
            wait.SpinOnce();
        }
    }

    public void SpinOnce([CallerFilePath] string file = "", [CallerMemberName] string member = "")
    {
        if (!Scheduler.Yield(file, member))
        {
            _real.SpinOnce();
        }
    }
}
