namespace TierPolicy.Schedules.Tests.Scheduling;

/// <summary>
/// A schedule by random priorities, which drop at a few random moments (S. Burckhardt and others, A randomized scheduler with probabilistic guarantees of finding bugs, ASPLOS 2010):
/// one that needs so many moments to be right is found with a probability of 1 / (threads * steps ^ (moments)) at least, a schedule.
/// </summary>
internal sealed class RandomPriorities : IStrategy
{
    private readonly int[] _priorities;
    private readonly int[] _drops;
    private int _lowest;
    private int _next;

    /// <param name="seed">The same seed gives the same schedule.</param>
    /// <param name="threads">Threads at most.</param>
    /// <param name="steps">About how many steps a schedule has.</param>
    /// <param name="drops">Moments at which who goes on has the lowest priority from then on.</param>
    public RandomPriorities(int seed, int threads, int steps, int drops)
    {
        Random random = new(seed);
        _priorities = [.. Enumerable.Range(1, threads)];
        random.Shuffle(_priorities);
        _drops = [.. Enumerable.Range(0, drops).Select(_ => random.Next(Math.Max(1, steps))).Order()];
    }

    public int Choose(int step, int current, IReadOnlyList<int> enabled)
    {
        for (; _next < _drops.Length && step >= _drops[_next]; _next++)
        {
            if (current >= 0)
            {
                _priorities[current] = --_lowest;
            }
        }

        return enabled.MaxBy(thread => _priorities[thread]);
    }
}
