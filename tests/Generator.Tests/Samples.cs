namespace TierPolicy.Generator.Tests;

/// <summary>Policies that several tests use.</summary>
internal static class Samples
{
    /// <summary>The file of the language page.</summary>
    public const string Search =
        """
        // search.tierpolicy
        namespace Acme.Search;

        topology TwoSocket
        {
            page 64KiB;

            tier Fast
            {
                node Dram0 : dram { capacity 8GiB; cpus 0-15;  numa 0; latency 90ns; }
                node Dram1 : dram { capacity 8GiB; cpus 16-31; numa 1; latency 90ns; }
            }
            tier Slow
            {
                node Cxl0 : cxl { capacity 32GiB; numa 2; latency 250ns; }
                node Cxl1 : cxl { capacity 32GiB; numa 3; latency 250ns; hotplug; }
            }
            tier Disk
            {
                node Ssd : file { capacity 512GiB; path "/var/lib/search/pages.tier"; latency 80us; }
            }

            swap  { path "/var/lib/search/swap"; capacity 64GiB; latency 90us; }
            store { latency 2ms; }

            // pasted from `numactl --hardware`
            distance
            {
                      Dram0 Dram1 Cxl0 Cxl1
                Dram0    10    21   17   28
                Dram1    21    10   28   17
                Cxl0     17    28   10   28
                Cxl1     28    17   28   10
            }
        }

        policy SearchCache on TwoSocket
        {
            reclaim zone | write | unmap | migrate;
            order tiers;
            watermarks Fast { min 1%; low 3%; high 6%; }

            keep    when page.tag == 1;                          // index pages stay hot
            discard when page.kind == file and page.age < 50ms;  // read once, never again
            demote  Fast -> Slow when page.idle >= 2s;
            demote  Slow -> Disk when page.idle >= 5min or source.free < 2%;
            discard *;                                           // otherwise ordinary reclaim
            promote Slow -> Fast when page.accesses >= 2 and page.idle < 1s limit 256MiB/s;

            domain Batch  { limit 1GiB; demotion off; }
            domain Tenant { nodes Dram0, Cxl0; }

            assert Dram0 -> Cxl0 -> Ssd;
            assert Dram1 -> Cxl1 -> Ssd;
            assert offline(Cxl1): Dram1 -> Cxl0;
            assert Ssd -> none;

            expect Dram0 { tag 1; idle 10s; } -> keep;
            expect Dram0 { idle 3s; }         -> demote Cxl0;
            expect Cxl0  { idle 1s; source.free 50%; } -> discard;
        }
        """;

    /// <summary>Two sockets, each with slower memory.</summary>
    public const string FourNodes =
        """
        topology FourNodes
        {
            tier Fast
            {
                node Dram0 : dram { capacity 8GiB; cpus 0-15; numa 0; }
                node Dram1 : dram { capacity 8GiB; cpus 16-31; numa 1; }
            }
            tier Slow
            {
                node Cxl0 : cxl { capacity 32GiB; numa 2; }
                node Cxl1 : cxl { capacity 32GiB; numa 3; }
            }
            distance
            {
                      Dram0 Dram1 Cxl0 Cxl1
                Dram0    10    21   17   28
                Dram1    21    10   28   17
                Cxl0     17    28   10   28
                Cxl1     28    17   28   10
            }
        }
        """;

    /// <summary>The policy of the language page in attributed C#.</summary>
    public const string Attributed =
        """"
        using System;
        using TierPolicy;
        using static Acme.Search.TwoSocket;

        namespace Acme.Search;

        [TierTopology(PageSize = "64KiB")]
        [DistanceRow(Dram0, 10, 21, 17, 28, 60)]
        [DistanceRow(Dram1, 21, 10, 28, 17, 60)]
        [Distance(Cxl0, Dram0, 17), Distance("Cxl0", "Dram1", 28), Distance(nameof(Cxl0), nameof(Cxl1), 28)]
        [Distance(TwoSocket.Cxl1, TwoSocket.Dram0, 28)]
        [Distance(target: Dram1, source: Cxl1, value: 17)]
        [Swap("/var/lib/search/swap", "64GiB", Latency = "90us")]
        [Store(Latency = "2ms")]
        public enum TwoSocket
        {
            [Tier("Fast"), Node(NodeKind.Dram, "8GiB", Cpus = "0-15", Numa = 0, Latency = "90ns")] Dram0,
            [Tier("Fast"), Node(NodeKind.Dram, "8GiB", Cpus = "16-31", Numa = 1, Latency = "90ns")] Dram1,
            [Tier("Slow"), Node(NodeKind.Cxl, "32GiB", Numa = 2, Latency = "250ns")] Cxl0,
            [Tier("Slow"), Node(NodeKind.Cxl, "32GiB", Numa = 3, Latency = "250ns", Hotplug = true)] Cxl1,
            [Tier("Disk"), Node(NodeKind.File, "512GiB", Path = @"/var/lib/search/pages.tier", Latency = "80us")] Ssd,
        }

        [TierPolicy<TwoSocket>(Reclaim = ReclaimMode.Zone | ReclaimMode.Write | ReclaimMode.Unmap | ReclaimMode.Migrate, Order = DemotionOrder.Tiers)]
        [Watermarks("Fast", Min = "1%", Low = "3%", High = "6%")]
        [Keep(When = "page.tag == 1")]
        [Discard(When = "page.kind == file and page.age < 50ms")]
        [Demote("Fast", "Slow", When = "page.idle >= 2s")]
        [Demote("Slow", "Disk", When = """page.idle >= 5min or source.free < 2%""")]
        [Discard("*")]
        [Promote("Slow", "Fast", When = "page.accesses >= 2 and page.idle < 1s", Limit = "256MiB/s")]
        [Domain("Batch", Limit = "1GiB", Demotion = DomainDemotion.Off)]
        [Domain("Tenant", Nodes = "Dram0, Cxl0")]
        [Assert("Dram0 -> Cxl0 -> Ssd")]
        [Assert("Dram1 -> Cxl1 -> Ssd")]
        [Assert("offline(Cxl1): Dram1 -> Cxl0")]
        [Assert("Ssd -> none")]
        [Expect("Dram0 { tag 1; idle 10s; } -> keep")]
        [Expect("Dram0 { idle 3s; } -> demote Cxl0")]
        [Expect("Cxl0 { idle 1s; source.free 50%; } -> discard")]
        public readonly partial struct SearchCache;
        """";
}
