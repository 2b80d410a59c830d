using TierPolicy.Language.Binding;
using TierPolicy.Language.Model;
using TierPolicy.Language.Tests.Diagnostics;

namespace TierPolicy.Language.Tests.Binding;

/// <summary>The whole file of the language page, and one with every clause.</summary>
public class ExampleTests
{
    private static readonly BindingResult Result = Marked.BindClean(Samples.WholeFile);
    private static readonly Topology TwoSocket = Result.Topologies[0];
    private static readonly Policy SearchCache = Result.Policies[0];

    [Fact]
    public void The_file_has_no_mistake_and_no_advice_either() => Assert.Empty(Result.Diagnostics);

    [Fact]
    public void Names_and_namespaces_are_those_of_the_file()
    {
        Assert.Equal(("TwoSocket", "Acme.Search", false), (TwoSocket.Name, TwoSocket.Namespace, TwoSocket.IsInternal));
        Assert.Equal(("SearchCache", "Acme.Search", false), (SearchCache.Name, SearchCache.Namespace, SearchCache.IsInternal));
        Assert.Same(TwoSocket, SearchCache.Topology);
    }

    [Fact]
    public void Nodes_have_their_ids_by_position()
    {
        Assert.Equal(["Dram0", "Dram1", "Cxl0", "Cxl1", "Ssd"], TwoSocket.Nodes.Select(node => node.Name));
        Assert.Equal([0, 1, 2, 3, 4], TwoSocket.Nodes.Select(node => node.Id));
        Assert.Equal([0, 0, 1, 1, 2], TwoSocket.Nodes.Select(node => node.Tier));
        Assert.Equal([false, false, false, true, false], TwoSocket.Nodes.Select(node => node.Hotplug));
    }

    [Fact]
    public void A_node_is_what_its_clauses_say()
    {
        Node node = TwoSocket.Nodes[1];
        Assert.Equal(NodeKind.Dram, node.Kind);
        Assert.Equal(8L << 30, node.Capacity);
        Assert.Equal(Enumerable.Range(16, 16), node.Cpus);
        Assert.Equal(1, node.Numa);
        Assert.Equal(90, node.LatencyNanoseconds);
        Assert.Equal("/var/lib/search/pages.tier", TwoSocket.Nodes[4].Path);
    }

    [Fact]
    public void The_topology_is_what_its_clauses_say()
    {
        Assert.Equal(64 << 10, TwoSocket.PageSize);
        Assert.Equal([new Tier("Fast", 0b00011), new Tier("Slow", 0b01100), new Tier("Disk", 0b10000)], TwoSocket.Tiers);
        Assert.Equal(new Swap("/var/lib/search/swap", 64L << 30, 90_000, null), TwoSocket.Swap);
        Assert.Equal(new BackingStore(2_000_000, null), TwoSocket.Store);
    }

    [Fact]
    public void Distances_are_those_of_the_matrix_and_those_left_out_follow_the_tiers()
    {
        Assert.Equal(
            [10, 21, 17, 28, 60, 21, 10, 28, 17, 60, 17, 28, 10, 28, 40, 28, 17, 28, 10, 40, 60, 60, 40, 40, 10],
            TwoSocket.Distances.Select(distance => (int)distance));
    }

    [Fact]
    public void The_policy_is_what_its_clauses_say()
    {
        Assert.Equal((ReclaimModes)15, SearchCache.Reclaim);
        Assert.Equal((DemotionOrder.Tiers, Aging.TwoList, Admission.Always), (SearchCache.Order, SearchCache.Aging, SearchCache.Admission));
        Watermarks given = new(new(10_000, null), new(30_000, null), new(60_000, null), null);
        Watermarks byDefault = new(new(5_000, null), new(10_000, null), new(20_000, null), null);
        Assert.Equal([given, given, byDefault, byDefault, byDefault], SearchCache.Watermarks);
        Assert.Equal(
            [
                new Domain { Name = "Batch", Limit = 1L << 30, Nodes = 0b11111, Demotion = DomainDemotion.Off },
                new Domain { Name = "Tenant", Nodes = 0b00101, Demotion = DomainDemotion.On },
            ],
            SearchCache.Domains);
    }

    [Fact]
    public void Rules_stand_in_their_order_with_their_text_on_one_line()
    {
        Assert.Equal(
            [
                "keep when page.tag == 1",
                "discard when page.kind == file and page.age < 50ms",
                "demote Fast -> Slow when page.idle >= 2s",
                "demote Slow -> Disk when page.idle >= 5min or source.free < 2%",
                "discard *",
            ],
            SearchCache.ReclaimRules.Select(rule => rule.Text));
        Assert.Equal([0b11111ul, 0b11111, 0b00011, 0b01100, 0b11111], SearchCache.ReclaimRules.Select(rule => rule.Sources));
        Assert.Equal([2, 3], SearchCache.ReclaimRules[2].Targets);
        Assert.Empty(SearchCache.ReclaimRules[4].Targets);
        Assert.Null(SearchCache.ReclaimRules[4].When);
        PromoteRule promote = Assert.Single(SearchCache.PromoteRules);
        Assert.Equal((0b01100ul, 0b00011ul, 256L << 20), (promote.Sources, promote.Targets, promote.LimitBytesPerSecond));
        Assert.Equal("promote Slow -> Fast when page.accesses >= 2 and page.idle < 1s limit 256MiB/s", promote.Text);
    }

    [Fact]
    public void Conditions_are_typed_and_in_canonical_units()
    {
        Expression expected = new BinaryExpression(
            Model.ValueType.Bool,
            BinaryOperator.Or,
            new BinaryExpression(
                Model.ValueType.Bool,
                BinaryOperator.GreaterOrEqual,
                new FactExpression(Model.ValueType.Duration, Fact.PageIdle),
                new ConstantExpression(Model.ValueType.Duration, 300_000_000_000)),
            new BinaryExpression(
                Model.ValueType.Bool,
                BinaryOperator.Less,
                new FactExpression(Model.ValueType.Percent, Fact.SourceFree),
                new ConstantExpression(Model.ValueType.Percent, 20_000)));
        Assert.Equal(expected, SearchCache.ReclaimRules[3].When);
    }

    [Fact]
    public void Every_clause_binds()
    {
        BindingResult result = Marked.BindClean(Samples.EveryClause);
        Topology topology = Assert.Single(result.Topologies);
        Policy policy = Assert.Single(result.Policies);
        Assert.True(topology.IsInternal);
        Assert.Equal("", topology.Namespace);
        Assert.Equal([0, 1, 2, 3, 8], topology.Nodes[0].Cpus);
        Assert.Equal((true, 0, true), (topology.Nodes[1].HasCpus, topology.Nodes[1].Cpus.Count, topology.Nodes[1].BindPreferred));
        Assert.Equal("0.25", topology.Nodes[1].Price);
        Assert.Equal(Codec.Zstd, topology.Nodes[5].Codec);
        Assert.Equal("C:\\pages.tier", topology.Nodes[6].Path);
        Assert.True(topology.Nodes[6].Durable);
        Assert.Equal("pages.example:7070", topology.Nodes[7].Endpoint);
        Assert.Equal((DemotionOrder.Nearest, Aging.S3Fifo, Admission.Adaptive), (policy.Order, policy.Aging, policy.Admission));
        Assert.Equal(new Watermarks(new(0, null), new(null, 16 << 20), new(50_000, null), new(65_000, null)), policy.Watermarks[3]);
        Assert.Equal(DomainDemotion.Limit, policy.Domains[0].Demotion);
        Assert.Equal(10 << 20, policy.ProactiveRules[0].LimitBytesPerSecond);
    }

    [Fact]
    public void Promotion_to_all_nodes_means_those_that_are_memory()
        => Assert.Equal(0b00011111ul, Marked.BindClean(Samples.EveryClause).Policies[0].PromoteRules[0].Targets);

    [Fact]
    public void The_same_text_gives_equal_results()
    {
        Assert.Equal(Marked.Bind(Samples.WholeFile), Marked.Bind(Samples.WholeFile));
        Assert.Equal(Marked.Bind(Samples.EveryClause), Marked.Bind(Samples.EveryClause));
    }
}
