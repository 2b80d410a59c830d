namespace TierPolicy.Language.Tests.Diagnostics;

/// <summary>Texts that tests put their lines into.</summary>
internal static class Samples
{
    /// <summary>The file that the language page begins with.</summary>
    public const string WholeFile = """
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

    /// <summary>Every clause there is, once or more.</summary>
    public const string EveryClause = """
        internal topology Everything
        {
            page 2MiB;
            node Near : hbm { capacity 1GiB; cpus 0-3,8; numa 0; bind strict; latency 60ns; bandwidth 400GB/s; price 3; }
            node Main : dram { capacity 16GiB; cpus; numa 1; bind preferred; latency 90ns; bandwidth 80GB/s; price 0.25; }
            node Far : cxl { capacity 64GiB; latency 250ns; bandwidth 20GB/s; hotplug; }
            node Persistent : pmem { capacity 1TiB; adistance 2_944; }
            node Device : dax { capacity 1TiB; path "/dev/dax0.0"; }
            node Squeezed : compressed { capacity 4GiB; codec zstd; numa 1; }
            node Disk : file { capacity 1TiB; path "C:\\pages\u002etier"; durable; latency 80us; }
            node Other : remote { capacity 1TiB; endpoint "pages.example:7070"; latency 200us; }
            swap { path "/swap"; capacity 8GiB; latency 90us; bandwidth 2GB/s; }
            store { latency 2ms; bandwidth 100MB/s; }
            distance { Near Main Near 10 12 Main 12 10 }
        }

        policy Every on Everything
        {
            reclaim zone | migrate;
            order nearest;
            aging s3fifo;
            admission adaptive;
            watermarks * { min 0; low 16MiB; high 5%; promo 6.5%; }
            keep Near, Main when (page.dirty or not page.dirty == true) and page.domain == Batch;
            keep when Acme.Rules.IsHot(page);
            discard Squeezed when page.age + 1s > 2 * 30s and page.kind != anon;
            demote * when target.free > 10% / 2; // tierpolicy disable TP0214
            demote Near, Main -> Far, Persistent when page.tag != 7 and true;
            proactive Main when page.idle > 1h limit 10MiB/s;
            promote Far -> * limit 1GiB/s;
            domain Batch { limit 100MB; nodes *; demotion limit; }
            domain Quiet { demotion on; }
            assert Other -> none;
            expect Near { age 1s; accesses 3; dirty; kind file; domain Batch; tag 255; source.free 1%; target.free 0%; Acme.Rules.IsHot; } -> keep;
            expect Near { dirty false; Acme.Rules.IsHot false; target.free 100%; } -> demote Device;
            expect trace "traces/day.tp64" { store_reads <= 12%; p99 <= 80us; }
        }
        """;

    public static string InTopology(string body) => "topology T\n{\n" + body + "\n}\n";

    public static string InNode(string body) => InTopology("node Dram0 : dram { capacity 8GiB; " + body + " }");

    /// <summary>A sound topology, and a policy that says so much that what the tests add has the only mistake.</summary>
    public static string InPolicy(string body) => Topology + "policy P on T\n{\n    reclaim migrate;\n    promote Slow -> Fast;\n    " + body + "\n}\n";

    /// <summary>The same topology, and a policy with nothing but what the test says.</summary>
    public static string InBarePolicy(string body) => Topology + "policy P on T\n{\n    " + body + "\n}\n";

    public static string InCondition(string condition) => InPolicy("domain Batch { }\n    keep when " + condition + ";");

    private const string Topology = """
        topology T
        {
            tier Fast { node Dram0 : dram { capacity 8GiB; cpus; } node Dram1 : dram { capacity 8GiB; cpus; } }
            tier Slow { node Cxl0 : cxl { capacity 32GiB; } node Cxl1 : cxl { capacity 32GiB; hotplug; } }
            tier Disk { node Ssd : file { capacity 512GiB; } }
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
}
