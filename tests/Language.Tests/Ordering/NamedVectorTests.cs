using TierPolicy.Language.Ordering;

namespace TierPolicy.Language.Tests.Ordering;

/// <summary>Topologies worth knowing by name.</summary>
public class NamedVectorTests
{
    public static TheoryData<string> All => [.. VectorFile.Named.Select(vector => vector.Name!)];

    [Fact]
    public void There_are_20_vectors() => Assert.Equal(20, VectorFile.Named.Length);

    [Theory, MemberData(nameof(All))]
    public void Targets_under_exclusive_are_as_worked_by_hand(string name)
    {
        Vector vector = Named(name);
        DemotionTargets targets = ExclusiveOrder.Compute(vector.Scores);
        Assert.Equal(vector.Exclusive!, targets.NextOfAll(vector.Nodes));
        Assert.Equal(vector.Exclusive!.Select(target => target < 0 ? [] : new[] { target }), targets.PreferredOfAll(vector.Nodes));
    }

    [Theory, MemberData(nameof(All))]
    public void Targets_under_nearest_are_as_worked_by_hand(string name)
    {
        Vector vector = Named(name);
        Assert.Equal(vector.Nearest!.Sorted(), NearestOrder.Compute(vector.Scores).PreferredOfAll(vector.Nodes));
    }

    [Theory, MemberData(nameof(All))]
    public void Preferred_targets_under_tiers_are_as_worked_by_hand(string name)
    {
        Vector vector = Named(name);
        Assert.Equal(vector.TiersPreferred!.Sorted(), TiersOrder.Compute(vector.Scores).PreferredOfAll(vector.Nodes));
    }

    [Theory, MemberData(nameof(All))]
    public void Fallback_targets_under_tiers_are_as_worked_by_hand(string name)
    {
        Vector vector = Named(name);
        Assert.Equal(vector.TiersFallback!.Sorted(), TiersOrder.Compute(vector.Scores).FallbackOfAll(vector.Nodes));
    }

    private static Vector Named(string name) => VectorFile.Named.Single(vector => vector.Name == name);
}
