using TierPolicy.Language.Model;

namespace TierPolicy.Language.Binding;

/// <summary>Pages of which each name lies in an interval, and some predicates are true or false: what a chain of <c>and</c> describes.</summary>
internal sealed class FactBox
{
    private readonly long[] _least;
    private readonly long[] _most;
    private readonly (string Method, bool Holds)[] _predicates;

    private FactBox(long[] least, long[] most, (string, bool)[] predicates)
    {
        _least = least;
        _most = most;
        _predicates = predicates;
    }

    /// <summary>All pages of a domain.</summary>
    public static FactBox OfDomain(int domain)
    {
        long[] least = [.. FactName.All.Select(fact => fact.Least)];
        long[] most = [.. FactName.All.Select(fact => fact.Most)];
        least[(int)Fact.PageDomain] = most[(int)Fact.PageDomain] = domain;
        return new FactBox(least, most, []);
    }

    /// <summary>The part in which a name compares so with a value: none, one, or (for <c>!=</c>) two boxes.</summary>
    public IEnumerable<FactBox> Where(Fact fact, BinaryOperator comparison, long value)
    {
        long least = _least[(int)fact];
        long most = _most[(int)fact];
        switch (comparison)
        {
            case BinaryOperator.Equal:
                return Between(fact, Math.Max(least, value), Math.Min(most, value));
            case BinaryOperator.NotEqual:
                return Where(fact, BinaryOperator.Less, value).Concat(Where(fact, BinaryOperator.Greater, value));
            case BinaryOperator.Less:
                return value == long.MinValue ? [] : Between(fact, least, Math.Min(most, value - 1));
            case BinaryOperator.LessOrEqual:
                return Between(fact, least, Math.Min(most, value));
            case BinaryOperator.Greater:
                return value == long.MaxValue ? [] : Between(fact, Math.Max(least, value + 1), most);
            default:
                return Between(fact, Math.Max(least, value), most);
        }
    }

    /// <summary>The part in which a predicate holds, or does not.</summary>
    public IEnumerable<FactBox> Where(string method, bool holds)
    {
        foreach ((string known, bool value) in _predicates)
        {
            if (known == method)
            {
                return value == holds ? [this] : [];
            }
        }

        return [new FactBox(_least, _most, [.. _predicates, (method, holds)])];
    }

    private IEnumerable<FactBox> Between(Fact fact, long least, long most)
    {
        if (least > most)
        {
            return [];
        }

        if (least == _least[(int)fact] && most == _most[(int)fact])
        {
            return [this];
        }

        long[] newLeast = (long[])_least.Clone();
        long[] newMost = (long[])_most.Clone();
        newLeast[(int)fact] = least;
        newMost[(int)fact] = most;
        return [new FactBox(newLeast, newMost, _predicates)];
    }
}
