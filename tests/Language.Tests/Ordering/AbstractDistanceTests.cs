using TierPolicy.Language.Model;
using TierPolicy.Language.Ordering;

namespace TierPolicy.Language.Tests.Ordering;

public class AbstractDistanceTests
{
    [Theory]
    [InlineData(NodeKind.Hbm, 300)]
    [InlineData(NodeKind.Dram, 576)]
    [InlineData(NodeKind.Cxl, 1152)]
    [InlineData(NodeKind.Pmem, 2880)]
    [InlineData(NodeKind.Dax, 2880)]
    public void Without_figures_it_is_the_default_of_the_kind(NodeKind kind, int expected) =>
        Assert.Equal(expected, AbstractDistance.Of(kind, null, null, null, null, hasCpus: false));

    [Theory]
    [InlineData(NodeKind.Compressed)]
    [InlineData(NodeKind.File)]
    [InlineData(NodeKind.Remote)]
    public void A_kind_that_is_not_byte_addressable_has_none(NodeKind kind) =>
        Assert.Null(AbstractDistance.Of(kind, 100, 100, 100, 100, hasCpus: true));

    [Fact]
    public void A_node_with_cpus_is_at_576_whatever_its_figures() =>
        Assert.Equal(576, AbstractDistance.Of(NodeKind.Hbm, 500, 1, 100, 100, hasCpus: true));

    [Theory]
    [InlineData(null, 1L, 1L, 1L)]
    [InlineData(1L, null, 1L, 1L)]
    [InlineData(1L, 1L, null, 1L)]
    [InlineData(1L, 1L, 1L, null)]
    [InlineData(0L, 1L, 1L, 1L)]
    [InlineData(1L, 0L, 1L, 1L)]
    [InlineData(1L, 1L, 0L, 1L)]
    [InlineData(1L, 1L, 1L, 0L)]
    public void One_figure_missing_on_either_node_gives_the_default(long? latency, long? bandwidth, long? latency0, long? bandwidth0) =>
        Assert.Equal(1152, AbstractDistance.Of(NodeKind.Cxl, latency, bandwidth, latency0, bandwidth0, hasCpus: false));

    [Fact]
    public void Each_division_loses_its_remainder_before_the_next_step() =>
        Assert.Equal(82 * 7, AbstractDistance.Of(NodeKind.Cxl, 1, 1, 7, 7, hasCpus: false)); // 576 / 7 = 82.28…

    [Fact]
    public void Figures_of_any_size_do_not_overflow()
    {
        Assert.Equal(576, AbstractDistance.Of(NodeKind.Cxl, long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue, hasCpus: false));
        Assert.Equal(int.MaxValue, AbstractDistance.Of(NodeKind.Cxl, long.MaxValue, 1, 1, long.MaxValue, hasCpus: false));
    }

    [Theory]
    [InlineData(127, 0)]
    [InlineData(128, 1)]
    [InlineData(576, 4)]
    [InlineData(639, 4)]
    [InlineData(640, 5)]
    public void A_tier_is_128_abstract_distances_wide(int abstractDistance, int tier) =>
        Assert.Equal(tier, AbstractDistance.TierNumber(abstractDistance));
}
