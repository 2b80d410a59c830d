using TierPolicy.Language.Ordering;

namespace TierPolicy.Language.Tests.Ordering;

/// <summary>Topologies run through a model of the algorithms of the January 2021 series and of Linux 5.17.</summary>
public class SeriesVectorTests
{
    public static TheoryData<int> All => VectorFile.IndexesOf(VectorFile.Series);

    [Fact]
    public void There_are_60_vectors() => Assert.Equal(60, VectorFile.Series.Length);

    [Theory, MemberData(nameof(All))]
    public void Targets_under_exclusive_are_those_of_the_series(int index)
    {
        Vector vector = VectorFile.Series[index];
        Assert.Equal(vector.Exclusive!, ExclusiveOrder.Compute(vector.Scores).NextOfAll(vector.Nodes));
    }

    [Theory, MemberData(nameof(All))]
    public void Targets_under_nearest_are_those_of_5_17(int index)
    {
        Vector vector = VectorFile.Series[index];
        Assert.Equal(vector.Nearest!.Sorted(), NearestOrder.Compute(vector.Scores).PreferredOfAll(vector.Nodes));
    }
}
