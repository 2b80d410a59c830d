using TierPolicy.Language.Model;

namespace TierPolicy.Language.Binding;

/// <summary>
/// Pages of which each name lies in an interval, and some predicates are true or false: what a chain of <c>and</c> describes. It is narrowed
/// step by step, and remembers the steps, so that they can be taken back.
/// </summary>
internal sealed class FactBox
{
    private readonly (long Least, long Most)[] _intervals = new (long, long)[FactName.All.Count];
    private readonly List<(string Method, bool Holds)> _predicates = [];
    private readonly List<Step> _steps = [];

    /// <param name="firstDomain">The first of the domains whose pages these are; 0 stands for none.</param>
    /// <param name="lastDomain">The last of them.</param>
    public FactBox(int firstDomain, int lastDomain) => Reset(firstDomain, lastDomain);

    /// <summary>How many steps were taken.</summary>
    public int Steps => _steps.Count;

    /// <summary>How many parts of conditions were looked at.</summary>
    public int Looks { get; private set; }

    public (long Least, long Most) this[Fact fact] => _intervals[(int)fact];

    /// <summary>All pages of the domains.</summary>
    public void Reset(int firstDomain, int lastDomain)
    {
        _predicates.Clear();
        _steps.Clear();
        for (int i = 0; i < _intervals.Length; i++)
        {
            _intervals[i] = (FactName.All[i].Least, FactName.All[i].Most);
        }

        _intervals[(int)Fact.PageDomain] = (firstDomain, lastDomain);
    }

    /// <summary>Whether there is a part in which a name compares so with a value.</summary>
    public bool Meets(FactComparison comparison)
    {
        (long least, long most) = this[comparison.Fact];
        long value = comparison.Value;
        return comparison.Operator switch
        {
            BinaryOperator.Equal => least <= value && value <= most,
            BinaryOperator.NotEqual => least != value || most != value,
            BinaryOperator.Less => least < value,
            BinaryOperator.LessOrEqual => least <= value,
            BinaryOperator.Greater => most > value,
            _ => most >= value,
        };
    }

    /// <summary>
    /// Whether the condition may hold, or not hold, somewhere in the box, each of its parts looked at alone. False is certain; true is so where
    /// the condition asks for every name once.
    /// </summary>
    public bool Meets(Expression condition, bool holds)
    {
        Looks = unchecked(Looks + 1);
        switch (condition)
        {
            case ConstantExpression constant:
                return (constant.Value != 0) == holds;
            case NotExpression not:
                return Meets(not.Operand, !holds);
            case BinaryExpression { Operator: BinaryOperator.And or BinaryOperator.Or } logic:
                return (logic.Operator == BinaryOperator.And) == holds
                    ? Meets(logic.Left, holds) && Meets(logic.Right, holds)
                    : Meets(logic.Left, holds) || Meets(logic.Right, holds);
            default:
                return FactComparison.Of(condition, holds) is not { } comparison || Meets(comparison);
        }
    }

    /// <summary>Gives a name another interval.</summary>
    public void Set(Fact fact, long least, long most)
    {
        (long Least, long Most) known = this[fact];
        if (known != (least, most))
        {
            _steps.Add(new Step(fact, known.Least, known.Most, IsPredicate: false));
            _intervals[(int)fact] = (least, most);
        }
    }

    /// <summary>Leaves the part in which a predicate holds, or does not; false where there is none.</summary>
    public bool Suppose(string method, bool holds)
    {
        foreach ((string known, bool value) in _predicates)
        {
            if (known == method)
            {
                return value == holds;
            }
        }

        _predicates.Add((method, holds));
        _steps.Add(new Step(default, 0, 0, IsPredicate: true));
        return true;
    }

    /// <summary>Takes steps back until so many are left.</summary>
    public void Return(int steps)
    {
        while (_steps.Count > steps)
        {
            Step last = _steps[_steps.Count - 1];
            _steps.RemoveAt(_steps.Count - 1);
            if (last.IsPredicate)
            {
                _predicates.RemoveAt(_predicates.Count - 1);
            }
            else
            {
                _intervals[(int)last.Fact] = (last.Least, last.Most);
            }
        }
    }

    /// <summary>What was known before a step: of a name its interval, of a predicate nothing.</summary>
    private readonly record struct Step(Fact Fact, long Least, long Most, bool IsPredicate);
}
