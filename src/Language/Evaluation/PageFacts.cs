using TierPolicy.Language.Model;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Evaluation;

/// <summary>What is known of a page where rules run without a program. What is not said is false or 0, as in <c>expect</c>.</summary>
public sealed record PageFacts
{
    /// <summary>The id of the node it is on.</summary>
    public required int Node { get; init; }

    public long IdleNanoseconds { get; init; }

    public long AgeNanoseconds { get; init; }

    public long Accesses { get; init; }

    public bool IsDirty { get; init; }

    public PageKind Kind { get; init; }

    /// <summary>The id of its domain: the domain's index plus 1, 0 for none.</summary>
    public int Domain { get; init; }

    public int Tag { get; init; }

    /// <summary>Free pages of its node, in millionths.</summary>
    public long SourceFree { get; init; }

    /// <summary>Free pages of the freest node it could go to, in millionths; null: it has room. Where it can go nowhere this is 0, whatever is said.</summary>
    public long? TargetFree { get; init; }

    /// <summary>The predicates that hold, by name as written; all others do not.</summary>
    public EquatableArray<string> TruePredicates { get; init; }
}
