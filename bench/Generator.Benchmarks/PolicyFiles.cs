using System.Text;

namespace TierPolicy.Generator.Benchmarks;

/// <summary>The policies: files of 50 rules each, on a topology that stands in a file of its own; and structs in attributed C#, on an enum.</summary>
internal static class PolicyFiles
{
    private const int Rules = 50;

    public const string Topology =
        """
        namespace Acme;

        topology TwoSocket
        {
            tier Fast
            {
                node Dram0 : dram { capacity 8GiB; cpus 0-15; numa 0; latency 90ns; }
                node Dram1 : dram { capacity 8GiB; cpus 16-31; numa 1; latency 90ns; }
            }
            tier Slow
            {
                node Cxl0 : cxl { capacity 32GiB; numa 2; latency 250ns; }
                node Cxl1 : cxl { capacity 32GiB; numa 3; latency 250ns; }
            }
            swap { path "/var/lib/acme/swap"; capacity 64GiB; latency 90us; }
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

    public static IEnumerable<string> Create(int count) => Enumerable.Range(0, count).Select(i => Create(i, 1));

    /// <param name="number">The policy's number.</param>
    /// <param name="tag">A constant in the middle of its rules.</param>
    public static string Create(int number, int tag)
    {
        StringBuilder text = new();
        text.Append(
            $$"""
            // The policy of service {{number}}.
            namespace Acme.Service{{number}};

            policy Cache{{number}} on TwoSocket
            {
                reclaim zone | write | unmap | migrate;
                watermarks Fast { min 1%; low 3%; high 6%; }

            """);
        for (int i = 0; i < Rules - 2; i++)
        {
            int value = i == Rules / 2 - 1 ? tag : i + 2;
            text.Append((i % 4) switch
            {
                0 => $"    keep Fast when page.tag == {value} and page.idle < {i + 1}s;  // kept for a while\n",
                1 => $"    discard when page.kind == file and page.age < {value}ms and not page.dirty;\n",
                2 => $"    demote Fast -> Slow when page.tag == {value} and page.idle >= {i + 1}s or source.free < 2%;\n",
                _ => $"    keep Dram0, Cxl0 when page.accesses >= {value} and (page.dirty or page.tag == {i});\n",
            });
        }

        text.Append(
            """
                discard *;
                promote Slow -> Fast when page.accesses >= 2 and page.idle < 1s limit 256MiB/s;

                domain Batch { limit 1GiB; demotion off; }

                assert Dram0 -> Cxl0 -> none;
                expect Dram0 { tag 2; } -> keep;
            }

            """);
        return text.ToString();
    }

    /// <summary>A topology in C#.</summary>
    public const string AttributedTopology =
        """
        using TierPolicy;

        namespace Acme;

        [TierTopology(PageSize = "64KiB")]
        [Distance(Dram, Cxl, 17)]
        [Swap("/var/lib/acme/swap", "64GiB", Latency = "90us")]
        public enum Machine
        {
            [Tier("Fast"), Node(NodeKind.Dram, "8GiB", Cpus = "0-15", Numa = 0, Latency = "90ns")] Dram,
            [Tier("Slow"), Node(NodeKind.Cxl, "32GiB", Numa = 2, Latency = "250ns")] Cxl,
        }
        """;

    public static IEnumerable<string> CreateAttributed(int count) => Enumerable.Range(0, count).Select(i =>
        $$"""
        using TierPolicy;

        namespace Acme.Attributed;

        [TierPolicy<Machine>(Reclaim = ReclaimMode.Zone | ReclaimMode.Write | ReclaimMode.Migrate)]
        [Keep(When = "page.tag == {{i}}")]
        [Discard(When = "page.kind == file and page.age < 50ms")]
        [Demote("Fast", "Slow", When = "page.idle >= {{i + 1}}s")]
        [Promote("Slow", "Fast", When = "page.accesses >= 2 and page.idle < 1s", Limit = "256MiB/s")]
        [Assert("Dram -> Cxl -> none")]
        public readonly partial struct Policy{{i}}
        {
            [Keep] private static bool IsIndex(in PageInfo page) => page.Tag == 200;
        }
        """);
}
