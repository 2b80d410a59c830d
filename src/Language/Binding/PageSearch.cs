using TierPolicy.Language.Model;

namespace TierPolicy.Language.Binding;

/// <summary>
/// Looks for a page that a rule takes and those before it leave: by intervals a name, predicates taken as free. Comparisons of two names are
/// taken as free, too, so that a page may be found where there is none, never the other way round. One page is enough: a way is followed to
/// its end, and where it ends too early the search goes back to where there was another (backtracking over one box; nothing is copied).
/// </summary>
/// <param name="mostSteps">How many steps all searches together may take; past them, better silent than slow.</param>
/// <param name="mostWays">How many ways one search may try.</param>
internal sealed class PageSearch(int mostSteps, int mostWays)
{
    private const int NoGoal = -1;
    private const int LooksAStep = 16;

    private readonly FactBox _box = new(0, 0);
    private readonly List<Goal> _goals = [];
    private readonly List<Way> _ways = [];
    private int _left = mostSteps;

    /// <summary>How many steps may still be taken.</summary>
    public int Left => Math.Max(0, _left);

    /// <summary>What seems to be impossible may not be.</summary>
    public bool IsExhausted => _left < 0;

    /// <summary>Counts other work against the same limit.</summary>
    public void Spend(int steps) => _left = Math.Max(-1, _left - steps);

    /// <summary>Whether there may be such a page; null where that is not decided.</summary>
    /// <param name="domains">The first and the last of the domains whose pages are looked at; 0 stands for none.</param>
    /// <param name="taking">The rule that takes the page; null: it need not be taken.</param>
    /// <param name="leaving">The rules that leave it.</param>
    /// <param name="cancellation">Cancels the search.</param>
    public bool? Find((int First, int Last) domains, RuleInChain? taking, ArraySegment<RuleInChain> leaving, CancellationToken cancellation)
    {
        for (int i = 0; i < leaving.Count; i++)
        {
            if (leaving.Array![leaving.Offset + i].When is null)
            {
                return false;
            }
        }

        _box.Reset(domains.First, domains.Last);
        _goals.Clear();
        _ways.Clear();
        int goal = taking is { When: { } when } taken ? Begin(taken, when, holds: true) : NoGoal;
        int next = 0;
        int ways = 1;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (IsExhausted)
            {
                return null;
            }

            if (goal == NoGoal)
            {
                if (next == leaving.Count)
                {
                    return true;
                }

                Forget();
                RuleInChain rule = leaving.Array![leaving.Offset + next++];
                goal = Begin(rule, rule.When!, holds: false);
            }
            else if (!TryReach(ref goal, next))
            {
                if (_ways.Count == 0)
                {
                    return false;
                }

                if (++ways > mostWays)
                {
                    return null;
                }

                (goal, next) = GoBack();
            }
        }
    }

    /// <summary>What has to be reached for a rule to take the page, or to leave it.</summary>
    private int Begin(RuleInChain rule, Expression when, bool holds)
    {
        Spend(1);
        if (!rule.HasOwnTargets)
        {
            // Most rules have nothing to do with most boxes.
            return !holds && !_box.Meets(when, holds: true) ? NoGoal : Push(new Goal(when, holds), NoGoal);
        }

        // What is known of target.free from a rule with other targets says nothing here, and the other way round.
        (long least, long most) = _box[Fact.TargetFree];
        FactName targetFree = FactName.Of(Fact.TargetFree);
        int before = _box.Steps;
        _box.Set(Fact.TargetFree, targetFree.Least, targetFree.Most);
        if (!holds && !_box.Meets(when, holds: true))
        {
            _box.Return(before);
            return NoGoal;
        }

        return Push(new Goal(when, holds), Push(new Goal(Fact.TargetFree, least, most), NoGoal));
    }

    /// <summary>Narrows the box to where the goal is reached, or puts simpler goals in its place; false where there is no such part.</summary>
    private bool TryReach(ref int goal, int next)
    {
        Goal reached = _goals[goal];
        goal = reached.Next;
        if (reached.Condition is not { } condition)
        {
            _box.Set(reached.Fact, reached.Least, reached.Most);
            return true;
        }

        Spend(1);
        bool holds = reached.Holds;
        switch (condition)
        {
            case ConstantExpression constant:
                return (constant.Value != 0) == holds;
            case NotExpression not:
                goal = Push(new Goal(not.Operand, !holds), goal);
                return true;
            case PredicateExpression predicate:
                return _box.Suppose(predicate.Method, holds);
            case BinaryExpression { Operator: BinaryOperator.And or BinaryOperator.Or } logic when (logic.Operator == BinaryOperator.And) == holds:
                goal = Push(new Goal(logic.Left, holds), Push(new Goal(logic.Right, holds), goal));
                return true;
            case BinaryExpression { Operator: BinaryOperator.And or BinaryOperator.Or } logic:
                return TryReachEither(logic, holds, ref goal, next);
            default:
                return FactComparison.Of(condition, holds) is not { } comparison || TryCompare(comparison, goal, next);
        }
    }

    private bool TryReachEither(BinaryExpression logic, bool holds, ref int goal, int next)
    {
        int looks = _box.Looks;
        if (!_box.Meets(logic.Left, !holds) || !_box.Meets(logic.Right, !holds))
        {
            // All of the box is there.
            return true;
        }

        bool left = _box.Meets(logic.Left, holds);
        bool right = _box.Meets(logic.Right, holds);

        // Where a condition is long, to look at it is what takes the time.
        Spend(unchecked(_box.Looks - looks) / LooksAStep);
        if (left && right)
        {
            // What is on the first way need not be looked at again on the second.
            int both = FactComparison.Of(logic.Left, !holds) is null ? goal : Push(new Goal(logic.Left, !holds), goal);
            AddWay(new Goal(logic.Right, holds), both, next);
        }

        goal = Push(new Goal(left ? logic.Left : logic.Right, holds), goal);
        return left || right;
    }

    private bool TryCompare(FactComparison comparison, int goal, int next)
    {
        if (!_box.Meets(comparison))
        {
            return false;
        }

        (Fact fact, BinaryOperator @operator, long value) = comparison;
        (long least, long most) = _box[fact];
        switch (@operator)
        {
            case BinaryOperator.Equal:
                _box.Set(fact, value, value);
                break;
            case BinaryOperator.NotEqual when least < value && value < most:
                AddWay(new Goal(fact, value + 1, most), goal, next);
                _box.Set(fact, least, value - 1);
                break;
            case BinaryOperator.NotEqual:
                _box.Set(fact, least == value ? value + 1 : least, most == value ? value - 1 : most);
                break;
            case BinaryOperator.Less:
                _box.Set(fact, least, Math.Min(most, value - 1));
                break;
            case BinaryOperator.LessOrEqual:
                _box.Set(fact, least, Math.Min(most, value));
                break;
            case BinaryOperator.Greater:
                _box.Set(fact, Math.Max(least, value + 1), most);
                break;
            default:
                _box.Set(fact, Math.Max(least, value), most);
                break;
        }

        return true;
    }

    private int Push(Goal goal, int next)
    {
        _goals.Add(goal with { Next = next });
        return _goals.Count - 1;
    }

    /// <summary>Remembers that there was another goal in place of the one that is tried first.</summary>
    private void AddWay(Goal other, int goal, int next)
    {
        int first = Push(other, goal);
        _ways.Add(new Way(first, next, _goals.Count, _box.Steps));
    }

    /// <summary>Between two rules nobody needs the goals that came after the last way's.</summary>
    private void Forget()
    {
        int kept = _ways.Count == 0 ? 0 : _ways[_ways.Count - 1].Goals;
        _goals.RemoveRange(kept, _goals.Count - kept);
    }

    private (int Goal, int Next) GoBack()
    {
        Way way = _ways[_ways.Count - 1];
        _ways.RemoveAt(_ways.Count - 1);
        _goals.RemoveRange(way.Goals, _goals.Count - way.Goals);
        _box.Return(way.Steps);
        return (way.Goal, way.Next);
    }

    /// <summary>What has to be reached: a condition that holds or does not, or an interval for a name.</summary>
    private readonly record struct Goal(Expression? Condition, bool Holds, Fact Fact, long Least, long Most, int Next)
    {
        public Goal(Expression condition, bool holds)
            : this(condition, holds, default, 0, 0, NoGoal)
        {
        }

        public Goal(Fact fact, long least, long most)
            : this(null, true, fact, least, most, NoGoal)
        {
        }
    }

    /// <summary>A way not yet taken: its first goal, the next rule, and how many goals and steps there were.</summary>
    private readonly record struct Way(int Goal, int Next, int Goals, int Steps);
}
