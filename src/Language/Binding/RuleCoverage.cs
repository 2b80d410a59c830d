using TierPolicy.Language.Model;

namespace TierPolicy.Language.Binding;

/// <summary>
/// Decides whether a page can fall through all reclaim rules of its node: by intervals a name, predicates taken as free, over a
/// limited number of cases. Comparisons of two names are taken as free, too.
/// </summary>
internal sealed class RuleCoverage(Policy policy)
{
    private const int MostCases = 1000;

    // All questions about a policy together: past it, better silent than slow.
    private int _budget = 200_000;

    /// <summary>Whether some rule of the node can match at all: a demote rule on a terminal node cannot.</summary>
    public bool HasRules(int node)
    {
        ulong reach = Reaches(node).Aggregate(0UL, (all, one) => all | one);
        return RulesOf(node).Any(rule => CanMatch(rule, reach));
    }

    /// <summary>Null: not decided.</summary>
    public bool? CanFallThrough(int node)
    {
        List<ReclaimRule> rules = RulesOf(node);
        HashSet<(ulong, int)> seen = [];
        bool isDecided = true;
        foreach (ulong reach in Reaches(node))
        {
            for (int domain = 0; domain <= policy.Domains.Count; domain++)
            {
                ulong allowed = domain == 0 ? ulong.MaxValue : policy.Domains[domain - 1].Nodes;
                if ((allowed & (1UL << node)) == 0 || !seen.Add((reach & allowed, domain)))
                {
                    continue;
                }

                bool? falls = CanFallThrough([.. rules.Where(rule => CanMatch(rule, reach & allowed))], domain);
                if (falls == true)
                {
                    return true;
                }

                isDecided &= falls is not null;
            }
        }

        return isDecided ? false : null;
    }

    /// <summary>Looks for one page that no rule takes, rule by rule, and goes back to another case where a rule takes all of one.</summary>
    private bool? CanFallThrough(ReclaimRule[] rules, int domain)
    {
        if (rules.Any(rule => rule.When is null))
        {
            return false;
        }

        int cases = 0;
        Stack<(FactBox Box, int Rule)> left = new([(FactBox.OfDomain(domain), 0)]);
        while (left.Count > 0)
        {
            (FactBox box, int rule) = left.Pop();
            if (rule == rules.Length)
            {
                return true;
            }

            if (left.Count > 0 && ++cases > MostCases)
            {
                return null;
            }

            foreach (FactBox part in Part(box, rules[rule].When!, holds: false))
            {
                if (--_budget < 0)
                {
                    return null;
                }

                left.Push((part, rule + 1));
            }
        }

        return false;
    }

    /// <summary>The part of a box in which a condition holds, or does not.</summary>
    private IEnumerable<FactBox> Part(FactBox box, Expression condition, bool holds)
    {
        switch (condition)
        {
            case ConstantExpression constant:
                return (constant.Value != 0) == holds ? [box] : [];
            case NotExpression not:
                return Part(box, not.Operand, !holds);
            case PredicateExpression predicate:
                return box.Where(predicate.Method, holds);
            case FactExpression fact:
                return box.Where(fact.Fact, BinaryOperator.Equal, holds ? 1 : 0);
            case BinaryExpression { Operator: BinaryOperator.And or BinaryOperator.Or } logic:
                return (logic.Operator == BinaryOperator.And) == holds
                    ? Part(box, logic.Left, holds).SelectMany(part => Part(part, logic.Right, holds))
                    : Either(box, logic, holds);
            case BinaryExpression { Left: FactExpression fact, Right: ConstantExpression constant } comparison:
                return box.Where(fact.Fact, holds ? comparison.Operator : Opposite(comparison.Operator), constant.Value);
            case BinaryExpression { Left: ConstantExpression constant, Right: FactExpression fact } comparison:
                BinaryOperator turned = Turned(comparison.Operator);
                return box.Where(fact.Fact, holds ? turned : Opposite(turned), constant.Value);
            default:
                return [box];
        }
    }

    private IEnumerable<FactBox> Either(FactBox box, BinaryExpression logic, bool holds)
    {
        FactBox[] left = [.. Part(box, logic.Left, holds)];
        if (left.Contains(box))
        {
            return left;
        }

        FactBox[] right = [.. Part(box, logic.Right, holds)];
        return right.Contains(box) ? right : [.. left, .. right];
    }

    private static BinaryOperator Opposite(BinaryOperator comparison) => comparison switch
    {
        BinaryOperator.Equal => BinaryOperator.NotEqual,
        BinaryOperator.NotEqual => BinaryOperator.Equal,
        BinaryOperator.Less => BinaryOperator.GreaterOrEqual,
        BinaryOperator.LessOrEqual => BinaryOperator.Greater,
        BinaryOperator.Greater => BinaryOperator.LessOrEqual,
        _ => BinaryOperator.Less,
    };

    private static BinaryOperator Turned(BinaryOperator comparison) => comparison switch
    {
        BinaryOperator.Less => BinaryOperator.Greater,
        BinaryOperator.LessOrEqual => BinaryOperator.GreaterOrEqual,
        BinaryOperator.Greater => BinaryOperator.Less,
        BinaryOperator.GreaterOrEqual => BinaryOperator.LessOrEqual,
        _ => comparison,
    };

    private List<ReclaimRule> RulesOf(int node) => [.. policy.ReclaimRules.Where(rule => (rule.Sources & (1UL << node)) != 0)];

    /// <summary>The different sets of targets that the node has, depending on who is on line; empty ones included.</summary>
    private IEnumerable<ulong> Reaches(int node)
    {
        DemotionTables tables = policy.Tables;
        HashSet<ulong> reaches = [];
        int ownBit = policy.Topology.Nodes[node].Hotplug ? 1 << policy.Topology.Nodes.Take(node).Count(before => before.Hotplug) : 0;
        for (int set = 0; set < tables.Sets; set++)
        {
            if ((set & ownBit) == 0)
            {
                int row = (set * tables.Nodes) + node;
                reaches.Add(tables.Preferred[row] | tables.Fallback[row]);
            }
        }

        return reaches;
    }

    private static bool CanMatch(ReclaimRule rule, ulong reach)
    {
        if (rule.Verdict != ReclaimVerdict.Demote)
        {
            return true;
        }

        ulong named = rule.Targets.Count == 0 ? ulong.MaxValue : rule.Targets.Aggregate(0UL, (set, target) => set | (1UL << target));
        return (reach & named) != 0;
    }
}
