using System.Globalization;
using System.Text;
using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Tests.Diagnostics;
using TierPolicy.Language.Tests.Ordering;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Tests.Binding;

public class TierTests
{
    public static TheoryData<int> Kernels => VectorFile.IndexesOf(VectorFile.Kernel);

    [Fact]
    public void Kinds_have_their_default_distances_and_the_rest_ranks_below()
    {
        Topology topology = Bind("""
            node R : remote { capacity 1GiB; }
            node F : file { capacity 1GiB; }
            node Z : compressed { capacity 1GiB; }
            node P : pmem { capacity 1GiB; }
            node X : dax { capacity 1GiB; }
            node C : cxl { capacity 1GiB; }
            node D : dram { capacity 1GiB; }
            node H : hbm { capacity 1GiB; }
            node G : cxl { capacity 1GiB; adistance 640; }
            """);
        Assert.Equal([null, null, null, 2880, 2880, 1152, 576, 300, 640], topology.Nodes.Select(node => node.AbstractDistance));
        Assert.Equal([7, 6, 5, 4, 4, 3, 1, 0, 2], topology.Nodes.Select(node => node.Tier));
        Assert.All(topology.Tiers, tier => Assert.Null(tier.Name));
        Assert.Equal(8, topology.Tiers.Count);
        Assert.Equal(0b000011000ul, topology.Tiers[4].Nodes);
    }

    [Fact]
    public void Measured_nodes_are_compared_with_the_first_that_has_CPUs()
    {
        Topology topology = Bind("""
            node Far : cxl { capacity 1GiB; latency 250ns; bandwidth 20GB/s; }
            node Near : hbm { capacity 1GiB; cpus; latency 100ns; bandwidth 80GB/s; }
            node Other : dram { capacity 1GiB; cpus 4; latency 1ns; bandwidth 1GB/s; }
            node Half : cxl { capacity 1GiB; latency 250ns; }
            node Given : cxl { capacity 1GiB; latency 250ns; bandwidth 20GB/s; adistance 7; }
            """);
        Assert.Equal([576 * 250 / 100 * 80 / 20, 576, 576, 1152, 7], topology.Nodes.Select(node => node.AbstractDistance!.Value));
    }

    [Fact]
    public void Distances_left_out_grow_with_the_tiers_between_up_to_254()
    {
        string tiers = string.Concat(Enumerable.Range(0, 14).Select(i => $"tier T{i} {{ node N{i} : dram {{ capacity 1GiB; }} node M{i} : dram {{ capacity 1GiB; }} }} "));
        Topology topology = Bind(tiers);
        Assert.Equal((10, 20, 40, 254), (topology.Distance(0, 0), topology.Distance(0, 1), topology.Distance(0, 2), topology.Distance(26, 0)));
        Assert.Equal(240, topology.Distance(0, 22));
    }

    [Fact]
    public void A_matrix_may_leave_nodes_out_and_need_not_be_symmetric()
    {
        Topology topology = Bind("node A : dram { capacity 1GiB; } node B : dram { capacity 1GiB; } node C : dram { capacity 1GiB; } distance { C A C 10 30 A 40 10 }");
        Assert.Equal([10, 20, 40, 20, 10, 20, 30, 20, 10], topology.Distances.Select(distance => (int)distance));
    }

    [Theory, MemberData(nameof(Kernels))]
    public void Topologies_booted_on_Linux_give_the_same_written_as_text(int index)
    {
        Vector vector = VectorFile.Kernel[index];
        StringBuilder text = new("topology T {\n");
        for (int node = 0; node < vector.Nodes; node++)
        {
            string cpus = vector.CpuNodes.Contains(node) ? "cpus; " : "";
            text.Append(CultureInfo.InvariantCulture, $"node N{node} : dram {{ capacity 1GiB; {cpus}adistance {128 * vector.Tier![node]}; }}\n");
        }

        string names = string.Join(' ', Enumerable.Range(0, vector.Nodes).Select(node => "N" + node.ToString(CultureInfo.InvariantCulture)));
        text.Append(CultureInfo.InvariantCulture, $"distance {{ {names}\n");
        for (int node = 0; node < vector.Nodes; node++)
        {
            text.Append(CultureInfo.InvariantCulture, $"N{node} {string.Join(' ', vector.Distance[node])}\n");
        }

        text.Append("} }\npolicy P on T { reclaim migrate; promote * -> *; }");
        DemotionTables tables = Marked.BindClean(text.ToString()).Policies[0].Tables;
        Assert.Equal(vector.Preferred!.Select(Bits), tables.Preferred);
        Assert.Equal(vector.Fallback!.Select(Bits), tables.Fallback);
        Assert.Equal(vector.FallbackOrder!.SelectMany(list => list), tables.AllocationOrder.Select(node => (int)node));

        static ulong Bits(int[] nodes) => nodes.Aggregate(0ul, (set, node) => set | (1ul << node));
    }

    [Fact]
    public void Nodes_read_from_C_sharp_have_their_ids_by_place_whatever_tier_they_stand_in()
    {
        NodeSyntax a = Node("A", 10), b = Node("B", 20), c = Node("C", 30);
        TopologySyntax syntax = new(At(0))
        {
            Name = new NameSyntax("T", At(0)),
            IsDeclaredInCSharp = true,
            Members = new([new TierSyntax(new NameSyntax("Fast", At(5)), new([a, c]), At(5)), new TierSyntax(new NameSyntax("Slow", At(15)), new([b]), At(15))]),
        };
        Language.Binding.BindingResult result = Language.Binding.Binder.Bind([new SyntaxFile { Path = "A.cs", Declarations = new([syntax]) }]);
        Assert.Empty(result.Diagnostics);
        Topology topology = Assert.Single(result.Topologies);
        Assert.True(topology.IsDeclaredInCSharp);
        Assert.Equal([("A", 0), ("B", 1), ("C", 0)], topology.Nodes.Select(node => (node.Name, node.Tier)));
        Assert.Equal([0b101ul, 0b010ul], topology.Tiers.Select(tier => tier.Nodes));
    }

    private static NodeSyntax Node(string name, int position)
    {
        ClauseSyntax capacity = new(new NameSyntax("capacity", At(position)), new NumberSyntax(NumberKind.Size, 1 << 30, "1GiB", At(position)), At(position));
        return new NodeSyntax(new NameSyntax(name, At(position)), new NameSyntax("dram", At(position)), new([capacity]), At(position));
    }

    private static SourceLocation At(int position) => new("A.cs", new TextSpan(position, 1), 0, position);

    private static Topology Bind(string body) => Assert.Single(Marked.BindClean(Samples.InTopology(body)).Topologies);
}
