using TierPolicy.AdmissionControl;
using TierPolicy.Pages;
using TierPolicy.Runtime.Tests.Harness;
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

    [Fact]
    public void A_page_comes_back_once_though_reclaim_takes_its_mark_and_it_is_accessed_again()
    {
        using MemoryLab<WithMiddleAdaptive> lab = new();
        AdaptiveAdmission admission = lab.Memory.Core.Admission!;
        PageId page = lab.NewPage(1);
        PageState state = PageState.Create(Place.OnNode(Cxl), 0, PageFlags.Demoted);
        Assert.Equal(1UL << Cxl, admission.Admit(page, state, lab.Memory.Core.Nodes[Dram], 1UL << Cxl));
        double unknown = admission.CostOfReturn(Dram, Cxl);

        // Each of them costs, and saves no other read than the first one.
        for (int i = 0; i < 8; i++)
        {
            admission.OnAccess(page, state, lab.Memory.Core.Nodes[Cxl], weight: 1);
        }

        Assert.True(admission.CostOfReturn(Dram, Cxl) > unknown);
    }
}
