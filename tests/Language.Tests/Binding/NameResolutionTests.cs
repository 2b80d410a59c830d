using TierPolicy.Language.Binding;
using TierPolicy.Language.Tests.Diagnostics;

namespace TierPolicy.Language.Tests.Binding;

public class NameResolutionTests
{
    private const string One = "topology T { node InOne : dram { capacity 1GiB; } }";
    private const string Two = "topology T { node InTwo : dram { capacity 1GiB; } }";

    [Theory]
    [InlineData("namespace A.B;", "namespace A.B;", "namespace A;", "InOne")]
    [InlineData("namespace A.B;", "namespace A;", "", "InOne")]
    [InlineData("namespace A.B;", "namespace C;", "namespace A;", "InTwo")]
    [InlineData("namespace A.B;", "namespace A.B.C;", "", "InTwo")]
    [InlineData("", "namespace A;", "", "InTwo")]
    public void A_topology_is_found_from_the_policys_namespace_outwards(string policy, string one, string two, string node)
    {
        BindingResult result = Marked.BindClean(policy + " policy P on T { }", one + One, two + Two);
        Assert.Equal(node, Assert.Single(result.Policies).Topology.Nodes[0].Name);
    }

    [Fact]
    public void A_topology_elsewhere_is_found_when_it_is_the_only_one()
        => Assert.Single(Marked.BindClean("namespace A; policy P on T { }", "namespace B.C; " + One).Policies);

    [Theory]
    [InlineData("B.C.T")]
    [InlineData("C.T")]
    public void A_topology_may_be_named_with_its_namespace(string name)
    {
        BindingResult result = Marked.BindClean("namespace B; policy P on " + name + " { }", "namespace B.C; " + One, Two);
        Assert.Equal("InOne", Assert.Single(result.Policies).Topology.Nodes[0].Name);
    }

    [Fact]
    public void The_order_of_files_and_declarations_does_not_matter()
    {
        Assert.Single(Marked.BindClean("policy P on T { } " + One).Policies);
        Assert.Single(Marked.BindClean(One, "policy P on T { }").Policies);
    }

    [Theory]
    [InlineData("node page : dram { capacity 1GiB; cpus; } node demote : cxl { capacity 1GiB; } node and : cxl { capacity 1GiB; }", "demote page -> demote, and when page.dirty; keep demote; promote demote -> page;")]
    [InlineData("tier tier { node node : dram { capacity 1GiB; } } tier distance { node min : dram { capacity 1GiB; } }", "keep tier, min when page.dirty; demote node -> distance; promote distance -> tier;")]
    [InlineData("node class : dram { capacity 1GiB; } distance { class class 10 }", "domain file { } domain not { } keep class when page.domain == file or page.domain == not or page.kind == file;")]
    public void Words_of_the_language_are_contextual(string topology, string policy)
        => Assert.Single(Marked.BindClean($"topology T {{ {topology} }} policy P on T {{ reclaim migrate; {policy} }}").Policies);

    [Fact]
    public void What_has_errors_leaves_enough_to_compile_against()
    {
        BindingResult result = Marked.Bind("""
            namespace A;
            internal topology T { node N : dram { } node value__ : dram { capacity 1GiB; } node N : dram { } node M : dram { capacity 1GiB; } }
            topology U { node N : dram { capacity 1GiB; } }
            internal policy P on T { }
            policy Q on Nowhere { }
            policy R on U { keep X; }
            policy on U { }
            policy U on U { }
            """);
        FallbackTopology topology = Assert.Single(result.BrokenTopologies);
        Assert.Equal(("T", "A", true), (topology.Name, topology.Namespace, topology.IsInternal));
        Assert.Equal(["N", "M"], topology.NodeNames);
        Assert.Equal(["U"], result.Topologies.Select(t => t.Name));
        Assert.Empty(result.Policies);
        Assert.Equal(
            [("P", true, "A.T"), ("Q", false, null), ("R", false, "A.U")],
            result.BrokenPolicies.Select(policy => (policy.Name, policy.IsInternal, policy.Topology)));
    }

    [Fact]
    public void Mistakes_in_a_policy_are_found_although_its_topology_has_some()
    {
        BindingResult result = Marked.Bind("topology T { node N : dram { } } policy P on T { keep when page.tag == 300; keep M; assert N -> Z; }");
        Assert.Equal(["TP0101", "TP0304", "TP0020", "TP0020"], result.Diagnostics.Select(d => d.Id));
    }
}
