namespace TierPolicy.Tool.Tests.Harness;

internal static class Policies
{
    /// <summary>The whole file of the language's page, in shape.</summary>
    public const string Search = """
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

            expect Dram0 { tag 1; idle 10s; }          -> keep;
            expect Dram0 { idle 3s; }                  -> demote Cxl0;
            expect Cxl0  { idle 1s; source.free 50%; } -> discard;
        }

        """;
}
