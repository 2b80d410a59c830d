using System.ComponentModel;

namespace TierPolicy;

/// <summary>What the reclaim rules say of a victim.</summary>
[EditorBrowsable(EditorBrowsableState.Advanced)]
public readonly struct ReclaimDecision
{
    private ReclaimDecision(ReclaimVerdict verdict, int rule, ulong targets, ulong named)
    {
        Verdict = verdict;
        Rule = rule;
        Targets = targets;
        Named = named;
    }

    /// <summary>What to do.</summary>
    public ReclaimVerdict Verdict { get; }

    /// <summary>The index of the rule that decided, -1 when none matched.</summary>
    public int Rule { get; }

    /// <summary>For <see cref="ReclaimVerdict.Demote"/>: bit set of the targets to try first; one is taken at random for a batch. 0 where no rule matched: the gate looks them up.</summary>
    public ulong Targets { get; }

    /// <summary>For <see cref="ReclaimVerdict.Demote"/>: bit set of the nodes that the rule allows at all.</summary>
    public ulong Named { get; }

    /// <summary>The rule with this index says keep.</summary>
    public static ReclaimDecision Keep(int rule) => new(ReclaimVerdict.Keep, rule, 0, 0);

    /// <summary>The rule with this index says discard.</summary>
    public static ReclaimDecision Discard(int rule) => new(ReclaimVerdict.Discard, rule, 0, 0);

    /// <summary>The rule with this index says demote.</summary>
    public static ReclaimDecision Demote(int rule, ulong targets, ulong named) => new(ReclaimVerdict.Demote, rule, targets, named);

    /// <summary>No rule matched: ordinary reclaim where a demote rule names the node, else the gate.</summary>
    /// <param name="demoteRuleNamesNode">Whether a demote rule names the page's node.</param>
    public static ReclaimDecision NoRule(bool demoteRuleNamesNode) =>
        demoteRuleNamesNode ? new(ReclaimVerdict.Discard, -1, 0, 0) : new(ReclaimVerdict.Demote, -1, 0, ulong.MaxValue);
}

/// <summary>What to do with a victim of reclaim.</summary>
public enum ReclaimVerdict : byte
{
    /// <summary>Back to the head of the active list.</summary>
    Keep,

    /// <summary>Ordinary reclaim: a clean file page is dropped, a dirty one written back, an anonymous one swapped.</summary>
    Discard,

    /// <summary>To the demotion gate.</summary>
    Demote,
}
