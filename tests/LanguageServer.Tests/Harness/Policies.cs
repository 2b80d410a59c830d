namespace TierPolicy.LanguageServer.Tests.Harness;

internal static class Policies
{
    public const string Topology = """
        namespace Acme;

        topology Machine
        {
            tier Fast { node Dram : dram { capacity 1GiB; cpus; latency 90ns; } }
            tier Slow
            {
                node Cxl0 : cxl { capacity 2GiB; }
                node Cxl1 : cxl { capacity 2GiB; hotplug; }
            }
            swap { path "s"; capacity 1GiB; }
            distance { Dram Cxl0 Cxl1 Dram 10 17 28 Cxl0 17 10 28 Cxl1 28 28 10 }
        }

        """;

    public const string Policy = """
        namespace Acme;

        policy Cache on Machine
        {
            reclaim zone | write | unmap | migrate;
            watermarks Fast { min 1%; low 2%; high 3%; }
            keep Dram when page.domain == Batch and Acme.Rules.IsHot(page);
            demote Fast -> Slow;
            promote Slow -> Fast when page.accesses >= 2;
            domain Batch { limit 1GiB; nodes Dram, Slow; }
            assert offline(Cxl1): Dram -> Cxl0 -> none;
            expect Dram { domain Batch; Acme.Rules.IsHot; } -> keep;
            expect Dram { idle 3s; } -> demote Cxl0;
        }

        """;
}
