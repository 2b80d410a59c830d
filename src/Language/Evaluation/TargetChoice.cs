using TierPolicy.Language.Model;
using TierPolicy.Language.Ordering;

namespace TierPolicy.Language.Evaluation;

/// <summary>Where one page can go in one set of nodes on line, within what its domain allows.</summary>
internal sealed class TargetChoice
{
    private const long Room = 1_000_000;

    private readonly Policy _policy;
    private readonly PageFacts _facts;
    private readonly int _row;
    private readonly ulong _allowed;

    public TargetChoice(Policy policy, PageFacts facts, int onlineSet)
    {
        _policy = policy;
        _facts = facts;
        _row = (onlineSet * policy.Tables.Nodes) + facts.Node;
        _allowed = facts.Domain == 0 ? ulong.MaxValue : policy.Domains[facts.Domain - 1].Nodes;
    }

    private ulong Preferred => _policy.Tables.Preferred[_row];

    private ulong Fallback => _policy.Tables.Fallback[_row];

    /// <summary>The targets where no rule names any: the preferred ones, else the best fallback, else none (0).</summary>
    public ulong Gate => Among(ulong.MaxValue);

    /// <summary>The targets of a demote rule, none (0) when it cannot match.</summary>
    public ulong OfRule(ReclaimRule rule) => _policy.Order == DemotionOrder.Manual ? FirstOf(rule) : Among(NamedBy(rule));

    /// <summary>The nodes that a demote rule allows at all: every node where it names none.</summary>
    public static ulong NamedBy(ReclaimRule rule)
    {
        NodeSet named = NodeSet.Empty;
        foreach (int target in rule.Targets)
        {
            named = named.With(target);
        }

        return named.IsEmpty ? ulong.MaxValue : named.Bits;
    }

    /// <summary>The best node by score among those named that is on line and allowed, -1 for none: targets or not.</summary>
    public int BestOf(ulong named)
    {
        ulong candidates = named & _allowed;
        DemotionTables tables = _policy.Tables;
        for (int i = _row * tables.Nodes; i < (_row + 1) * tables.Nodes && tables.ByScore[i] != DemotionTables.End; i++)
        {
            if ((candidates & (1UL << tables.ByScore[i])) != 0)
            {
                return tables.ByScore[i];
            }
        }

        return -1;
    }

    /// <summary>What <c>target.free</c> is where these are the targets.</summary>
    public long TargetFree(ulong targets) => targets == 0 ? 0 : _facts.TargetFree ?? Room;

    private ulong Among(ulong named)
    {
        ulong preferred = Preferred & named & _allowed;
        if (preferred != 0)
        {
            return preferred;
        }

        int best = BestOf(Fallback & named);
        return best < 0 ? 0 : 1UL << best;
    }

    /// <summary>Under <c>order manual</c> a rule has its targets in the order named, and the first that can be used is the one.</summary>
    private ulong FirstOf(ReclaimRule rule)
    {
        // The table holds those named for the node that are on line.
        ulong candidates = (Preferred | Fallback) & _allowed;
        foreach (int target in rule.Targets)
        {
            if ((candidates & (1UL << target)) != 0)
            {
                return 1UL << target;
            }
        }

        return 0;
    }
}
