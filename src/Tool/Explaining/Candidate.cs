using TierPolicy.Language.Ordering;

namespace TierPolicy.Tool.Explaining;

/// <summary>A node as another one's possible target.</summary>
internal readonly record struct Candidate(NodeScore Score, Standing Standing);

/// <summary>What became of a candidate.</summary>
internal enum Standing
{
    Preferred,
    Fallback,

    /// <summary>It stands in the same tier or in a faster one.</summary>
    NotLower,

    /// <summary>Taken by others, worse than the best, or not named by any rule, as the order has it.</summary>
    PassedOver,
}
