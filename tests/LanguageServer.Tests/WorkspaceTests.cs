using TierPolicy.Language.Model;
using TierPolicy.LanguageServer.Protocol;
using TierPolicy.LanguageServer.Tests.Harness;
using TierPolicy.LanguageServer.Workspace;

namespace TierPolicy.LanguageServer.Tests;

/// <summary>What an edit costs: the work of the file that was edited, and of those that it means something for.</summary>
public sealed class WorkspaceTests
{
    private const string MachineUri = "file:///w/machine.tierpolicy";
    private const string CacheUri = "file:///w/cache.tierpolicy";

    private readonly PolicyWorkspace _workspace;

    public WorkspaceTests()
    {
        MemorySources sources = new();
        sources.Files["/w/machine.tierpolicy"] = Policies.Topology;
        sources.Files["/w/cache.tierpolicy"] = Policies.Policy;
        sources.Files["/w/other.tierpolicy"] = Policies.Policy.Replace("policy Cache", "policy Other", StringComparison.Ordinal);
        _workspace = new PolicyWorkspace(sources);
        _workspace.AddFolder("file:///w");
        _workspace.Open(new DocumentItem(MachineUri, 1, Policies.Topology));
        _workspace.Open(new DocumentItem(CacheUri, 1, Policies.Policy));
    }

    [Fact]
    public void An_edit_of_a_policy_binds_no_other()
    {
        (Policy cache, Policy other) = Bound();
        Edit(CacheUri, Policies.Policy.Replace("accesses >= 2", "accesses >= 3", StringComparison.Ordinal));
        Assert.NotSame(cache, Bound().Cache);
        Assert.Same(other, Bound().Other);
    }

    [Fact]
    public void An_edit_of_a_topology_binds_the_policies_on_it_anew()
    {
        (_, Policy other) = Bound();
        Edit(MachineUri, Policies.Topology.Replace("capacity 1GiB; cpus", "capacity 4GiB; cpus", StringComparison.Ordinal));
        Assert.NotSame(other, Bound().Other);
        Assert.Equal(4L << 30, Bound().Other.Topology.Nodes[0].Capacity);
    }

    [Fact]
    public void A_comment_in_a_topology_that_moves_nothing_binds_no_policy_anew()
    {
        (_, Policy other) = Bound();
        Edit(MachineUri, Policies.Topology + "// the end\n");
        Assert.Same(other, Bound().Other);
    }

    private void Edit(string uri, string text) => _workspace.Change(new VersionedDocumentId(uri, 2), [new ContentChange(text)]);

    private (Policy Cache, Policy Other) Bound()
    {
        IEnumerable<Policy> policies = _workspace.Find(CacheUri)!.Value.Project.Binding.Policies;
        return (policies.Single(policy => policy.Name == "Cache"), policies.Single(policy => policy.Name == "Other"));
    }
}
