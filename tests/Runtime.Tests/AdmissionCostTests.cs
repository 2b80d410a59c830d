using TierPolicy.AdmissionControl;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

/// <summary>What <c>admission adaptive</c> reckons with.</summary>
public class AdmissionCostTests
{
    private const int Dram = 0;
    private const int Cxl = 1;

    [Fact]
    public void Accesses_of_which_one_in_sixteen_is_noticed_cost_as_much_as_those_that_are_all_noticed()
    {
        TierCosts costs = new(TieredMemory<WithMiddleAdaptive>.Policy.Topology);
        StayCosts all = new(isPromoted: false);
        StayCosts some = new(isPromoted: false);
        double unknown = all.OfReturn(Dram, Cxl, costs);
        all.OnAccess(isFirst: true, weight: 1);
        some.OnAccess(isFirst: true, weight: 1);
        some.OnAccess(isFirst: false, weight: 16);
        for (int i = 0; i < 16; i++)
        {
            all.OnAccess(isFirst: false, weight: 1);
        }

        Assert.Equal(all.OfReturn(Dram, Cxl, costs), some.OfReturn(Dram, Cxl, costs));
        Assert.True(some.OfReturn(Dram, Cxl, costs) > unknown);
    }
}
