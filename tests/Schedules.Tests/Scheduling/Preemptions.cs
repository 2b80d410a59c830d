namespace TierPolicy.Schedules.Tests.Scheduling;

/// <summary>
/// All schedules in which no more than so many times a thread is stopped that could have gone on, one after the other (M. Musuvathi, S. Qadeer, Iterative context bounding for
/// systematic testing of multithreaded programs, PLDI 2007): most errors need two or fewer.
/// </summary>
internal sealed class Preemptions(int bound) : IStrategy
{
    private readonly List<(int Taken, int Options)> _path = [];
    private bool _isBegun;
    private int _depth;
    private int _left;

    /// <summary>Begins the next schedule; false where all have been.</summary>
    public bool MoveNext()
    {
        while (_path.Count > 0 && _path[^1].Taken + 1 == _path[^1].Options)
        {
            _path.RemoveAt(_path.Count - 1);
        }

        if (_path.Count == 0 && _isBegun)
        {
            return false;
        }

        if (_path.Count > 0)
        {
            _path[^1] = (_path[^1].Taken + 1, _path[^1].Options);
        }

        _isBegun = true;
        _depth = 0;
        _left = bound;
        return true;
    }

    public int Choose(int step, int current, IReadOnlyList<int> enabled)
    {
        if (current >= 0 && _left == 0)
        {
            return current;
        }

        if (_depth == _path.Count)
        {
            _path.Add((0, enabled.Count));
        }

        // The one that goes comes first, so that what is tried first is to let it.
        int taken = _path[_depth++].Taken;
        if (current < 0)
        {
            return enabled[taken];
        }

        if (taken == 0)
        {
            return current;
        }

        _left--;
        return enabled.Where(thread => thread != current).ElementAt(taken - 1);
    }
}
