using TierPolicy.Language.Model;

namespace TierPolicy.Tool.Explaining;

/// <summary>Why the table is as it is, in words.</summary>
internal static class OrderReason
{
    /// <summary>What the columns of the candidates mean.</summary>
    public const string OfScores = "score: distance, +1 for an id below the source's, +1 for a node that has CPUs; the least is best, then the least load (how many sources have it as their first choice), then the lower id";

    public static string OfTargets(DemotionOrder order, NodePlan plan) => (order, plan.IsTerminal) switch
    {
        (DemotionOrder.Tiers, true) => "no node on line stands in a lower tier",
        (DemotionOrder.Tiers, false) => "nearest by score in the next lower tier",
        (DemotionOrder.Nearest, true) => "all other nodes are sources or targets already",
        (DemotionOrder.Nearest, false) => "nearest of the nodes that no earlier source has taken; all at one distance share",
        (DemotionOrder.Exclusive, true) => "all other nodes are sources or targets already",
        (DemotionOrder.Exclusive, false) => "best by score of the nodes that no other source has taken",
        (_, true) => "no demote rule names a target for it that is on line",
        (_, false) => "the first target on line that a demote rule names for it",
    };

    public static string OfStanding(DemotionOrder order, Standing standing) => standing switch
    {
        Standing.Preferred => "target",
        Standing.Fallback => "fallback",
        Standing.NotLower => "not in a lower tier",
        _ => order == DemotionOrder.Manual ? "named by no rule" : "taken, or farther",
    };
}
