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
    public static FactBox OfDomain(int domain) => OfDomains(domain, domain);

    /// <summary>All pages, where there are so many domains; those without one are included.</summary>
    public static FactBox OfAll(int domains) => OfDomains(0, domains);

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

    /// <summary>Whether there is a part in which a name compares so with a value.</summary>
    public bool Meets(Fact fact, BinaryOperator comparison, long value)
    {
        long least = _least[(int)fact];
        long most = _most[(int)fact];
        return comparison switch
        {
            BinaryOperator.Equal => least <= value && value <= most,
            BinaryOperator.NotEqual => least != value || most != value,
            BinaryOperator.Less => least < value,
            BinaryOperator.LessOrEqual => least <= value,
            BinaryOperator.Greater => most > value,
            _ => most >= value,
        };
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

    /// <summary>The same, but with the interval that a name has in another box.</summary>
    public FactBox With(Fact fact, FactBox other)
    {
        (long least, long most) = (other._least[(int)fact], other._most[(int)fact]);
        return least == _least[(int)fact] && most == _most[(int)fact] ? this : Replace(fact, least, most);
    }

    /// <summary>The same, but nothing is known of a name.</summary>
    public FactBox Without(Fact fact)
    {
        FactName name = FactName.Of(fact);
        return name.Least == _least[(int)fact] && name.Most == _most[(int)fact] ? this : Replace(fact, name.Least, name.Most);
    }

    private static FactBox OfDomains(int first, int last)
    {
        long[] least = [.. FactName.All.Select(fact => fact.Least)];
        long[] most = [.. FactName.All.Select(fact => fact.Most)];
        least[(int)Fact.PageDomain] = first;
        most[(int)Fact.PageDomain] = last;
        return new FactBox(least, most, []);
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

        return [Replace(fact, least, most)];
    }

    private FactBox Replace(Fact fact, long least, long most)
    {
        long[] newLeast = (long[])_least.Clone();
        long[] newMost = (long[])_most.Clone();
        newLeast[(int)fact] = least;
        newMost[(int)fact] = most;
        return new FactBox(newLeast, newMost, _predicates);
    }
}
