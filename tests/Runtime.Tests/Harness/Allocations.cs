namespace TierPolicy.Runtime.Tests.Harness;

/// <summary>Measures what an action allocates on the GC heap.</summary>
internal static class Allocations
{
    private const int Repetitions = 10_000;

    /// <summary>Bytes that so many repetitions allocate, in the best of some rounds: the runtime itself allocates a little now and then, while it compiles the code better.</summary>
    public static long Of(Action action)
    {
        long least = long.MaxValue;
        for (int round = 0; round < 5 && least > 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Repetitions; i++)
            {
                action();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
