using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using TierPolicy.Generator.Tests.Hosting;

namespace TierPolicy.Generator.Tests.Snapshots;

/// <summary>What is emitted, file by file. Each of them compiles without a word from the compiler.</summary>
public sealed class PolicySnapshots
{
    [Fact]
    public Task The_whole_file_of_the_language_page() => Verify(Emitted(PolicyProject.OfPolicy(Samples.Search, "search.tierpolicy"))).ScrubVersion();

    [Theory]
    [InlineData("tiers")]
    [InlineData("nearest")]
    [InlineData("exclusive")]
    public Task Orders(string order) => Verify(Emitted(PolicyProject.OfPolicy(
        $$"""
        {{Samples.FourNodes}}

        policy Ordered on FourNodes
        {
            reclaim migrate;
            order {{order}};
            demote * when page.idle >= 1s;
            promote Slow -> Fast;
        }
        """))).ScrubVersion().UseParameters(order);

    [Fact]
    public Task Manual_order() => Verify(Emitted(PolicyProject.OfPolicy(
        $$"""
        {{Samples.FourNodes}}

        policy ByHand on FourNodes
        {
            reclaim migrate;
            order manual;
            demote Dram0 -> Cxl1, Cxl0 when target.free > 5% and page.idle > 1s;
            demote Dram1 -> Cxl0;
            discard Slow;
            promote Slow -> Fast;
        }
        """))).ScrubVersion();

    [Fact]
    public Task Hotplug() => Verify(Emitted(PolicyProject.OfPolicy(
        """
        topology Pluggable
        {
            node Dram : dram { capacity 8GiB; cpus 0-7; }
            node Cxl0 : cxl { capacity 16GiB; hotplug; }
            node Cxl1 : cxl { capacity 16GiB; hotplug; }
        }

        policy Plugged on Pluggable
        {
            reclaim migrate;
            demote *;
            promote Cxl0, Cxl1 -> Dram;
            assert offline(Cxl0): Dram -> Cxl1;
        }
        """))).ScrubVersion();

    [Fact]
    public Task Domains() => Verify(Emitted(PolicyProject.OfPolicy(
        $$"""
        {{Samples.FourNodes}}

        internal policy Shared on FourNodes
        {
            reclaim migrate;
            keep when page.domain == Batch and page.tag != 7;
            demote Fast -> Slow when page.domain != none;
            promote Slow -> Fast when page.domain == none or not page.dirty;

            domain Batch  { limit 1GiB; demotion off; }
            domain Tenant { nodes Dram0, Slow; demotion limit; }
        }
        """))).ScrubVersion();

    [Fact]
    public Task Proactive_rules() => Verify(Emitted(PolicyProject.OfPolicy(
        $$"""
        {{Samples.FourNodes}}

        policy Tidy on FourNodes
        {
            reclaim zone | write | unmap | migrate;
            aging clock;
            admission adaptive;
            watermarks Fast { min 0; low 64MiB; high 2.5%; promo 4%; }
            demote Fast -> Slow;
            promote Slow -> Fast when target.free > 3% limit 256MiB/s;
            proactive Fast when page.idle > 10min limit 64MiB/s;
            proactive * when page.age > 1h and page.accesses < 2;
        }
        """))).ScrubVersion();

    [Fact]
    public Task Predicates() => Verify(Emitted(PolicyProject
        .OfPolicy(
            $$"""
            namespace Acme.Search;

            {{Samples.FourNodes}}

            policy Asking on FourNodes
            {
                reclaim migrate;
                keep when Rules.IsIndex(page);
                discard when page.kind == file
                    and Acme.Search.Rules.event.IsHot(page);
                demote * when not Rules.IsIndex(page) or page.idle + 1s > page.age;
                promote Slow -> Fast;
            }
            """)
        .WithCSharp(
            """
            using TierPolicy;

            namespace Acme.Search;

            internal static class Rules
            {
                public static bool IsIndex(in PageInfo page) => page.Tag == 1;

                public static class @event
                {
                    public static bool IsHot(in PageInfo page) => page.Accesses > 9;
                }
            }
            """))).ScrubVersion();

    [Fact]
    public Task Keywords_as_names() => Verify(Emitted(PolicyProject.OfPolicy(
        """
        namespace Acme.namespace;

        topology fast
        {
            node class : dram { capacity 1GiB; cpus; }
            node page : cxl { capacity 2GiB; }
            node demote : file { capacity 4GiB; path "a \"b\" \\ \u202e*/ </summary>"; }
        }

        policy record on fast
        {
            reclaim migrate;
            keep class when page.domain == Equals;
            demote *;
            promote page -> class;
            domain event { limit 1GiB; }
            domain Equals { nodes class, page; }
            domain Domains { limit 2GiB; }
        }
        """))).ScrubVersion();

    [Fact]
    public Task Swap_store_and_every_clause_of_a_node() => Verify(Emitted(PolicyProject.OfPolicy(
        """
        topology Everything
        {
            page 2MiB;
            tier A { node Hbm : hbm { capacity 16GiB; cpus 0-3,8; numa 1; bind preferred; latency 60ns; bandwidth 800GB/s; price 0.1250; } }
            tier B { node Dax : dax { capacity 64GiB; path "/dev/dax0.0"; adistance 2000; } }
            tier C { node Zip : compressed { capacity 8GiB; codec zstd; } }
            tier D { node Ssd : file { capacity 1TiB; path "/data/pages"; durable; latency 80us; } }
            tier E { node Far : remote { capacity 1TiB; endpoint "far:1234"; } }
            swap  { path "/swap"; capacity 32GiB; latency 90us; bandwidth 2GB/s; }
            store { latency 2ms; bandwidth 100MB/s; }
        }

        policy OfEverything on Everything
        {
            reclaim zone | migrate;
            demote *;
            promote Dax -> Hbm;
        }
        """))).ScrubVersion();

    [Fact]
    public Task Tiers_from_abstract_distances() => Verify(Emitted(PolicyProject.OfPolicy(
        """
        topology Derived
        {
            node Dram : dram { capacity 8GiB; cpus; latency 100ns; bandwidth 100GB/s; }
            node Near : cxl { capacity 8GiB; latency 110ns; bandwidth 100GB/s; }
            node Far : cxl { capacity 8GiB; latency 300ns; bandwidth 50GB/s; }
            node Pmem : pmem { capacity 8GiB; }
            node Given : cxl { capacity 8GiB; adistance 700; }
        }

        policy OnDerived on Derived
        {
            reclaim migrate;
            promote * -> Dram;
        }
        """))).ScrubVersion();

    [Fact]
    public Task An_empty_policy() => Verify(Emitted(PolicyProject.OfPolicy(
        """
        topology One
        {
            node Dram : dram { capacity 64MiB; cpus; }
        }

        policy Nothing on One
        {
        }
        """))).ScrubVersion();

    [Fact]
    public Task Attributed_CSharp() => Verify(Emitted(PolicyProject.OfCSharp(Samples.Attributed, "Search.cs"))).ScrubVersion();

    [Fact]
    public Task A_broken_file_still_gives_what_compiles()
    {
        PolicyProject project = PolicyProject
            .OfPolicy(
                """
                topology Broken
                {
                    node Dram : dram { cpus; }
                    node Cxl : cxl { capacity 1XiB; }
                }

                policy OnBroken on Broken
                {
                    demote Dramm -> Cxl;
                    domain Batch { limit 1GiB; }
                }
                """,
                "broken.tierpolicy")
            .WithCSharp(
                """
                class Program
                {
                    static readonly object Memory = new TierPolicy.TieredMemoryOptions();
                    static int Node() => (int)Broken.Cxl;
                    static TierPolicy.DomainId Domain() => OnBroken.Domains.Batch;
                    static void Use<T>() where T : struct, TierPolicy.ITierPolicy { _ = Memory; _ = Node(); _ = Domain(); }
                    static void Main() => Use<OnBroken>();
                }
                """);
        return Verify(project.Generate().AssertOutputCompiles().Driver).ScrubVersion();
    }

    private static GeneratorDriver Emitted(PolicyProject project) => project.Generate().AssertCompiles().Driver;
}

internal static partial class SnapshotScrubbing
{
    /// <summary>The version of the generator is no concern of a snapshot.</summary>
    public static SettingsTask ScrubVersion(this SettingsTask task) =>
        task.ScrubLinesWithReplace(line => Version().Replace(line, "\"TierPolicy.Generator\", \"{version}\""));

    [GeneratedRegex("\"TierPolicy.Generator\", \"[0-9.]+\"")]
    private static partial Regex Version();
}
