using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Binding;

/// <summary>Looks at where the order of a policy that has no errors takes its pages, and where it leaves them.</summary>
internal sealed class DemotionChecker(Policy policy, PolicySyntax syntax, RuleChains chains, DiagnosticBag diagnostics)
{
    private readonly Topology _topology = policy.Topology;

    /// <summary>True where the order gives no node a target, for want of a node with CPUs.</summary>
    public bool IsOrderEmpty { get; } = policy.Order is DemotionOrder.Exclusive or DemotionOrder.Nearest
        && policy.Topology.Nodes.Count > 1
        && !policy.Topology.Nodes.Any(node => node.HasCpus);

    private bool Migrates => (policy.Reclaim & ReclaimModes.Migrate) != 0;

    public void Check()
    {
        ulong reachable = Reachable();
        if (Migrates && IsOrderEmpty)
        {
            SourceLocation? order = syntax.Members.OfType<ClauseSyntax>().FirstOrDefault(clause => clause.Keyword.Text == "order")?.Value?.Location;
            diagnostics.Report(Descriptors.NoCpus, order ?? policy.Location, NodeNames.Of(policy.Order), _topology.Name);
        }
        else if (Migrates)
        {
            CheckReachable(reachable);
            CheckSizes();
            CheckDomains();
        }

        CheckWayOut(reachable);
    }

    /// <summary>The nodes that pages can be on: memory, and what a chain of demotions leads to from there.</summary>
    private ulong Reachable()
    {
        ulong reachable = 0;
        Stack<int> ahead = new(_topology.Nodes.Where(node => node.Kind.IsByteAddressable()).Select(node => node.Id));
        while (ahead.Count > 0)
        {
            int node = ahead.Pop();
            if ((reachable & (1UL << node)) != 0)
            {
                continue;
            }

            reachable |= 1UL << node;
            ulong targets = Migrates ? chains.Reach(node) : 0;
            foreach (Node target in _topology.Nodes.Where(target => (targets & (1UL << target.Id)) != 0))
            {
                ahead.Push(target.Id);
            }
        }

        return reachable;
    }

    private void CheckReachable(ulong reachable)
    {
        foreach (Node node in _topology.Nodes.Where(node => (reachable & (1UL << node.Id)) == 0))
        {
            Report(Descriptors.UnreachableNode, node, node.Name);
        }
    }

    /// <summary>A node shares its pages among its preferred targets. What a compressed node holds is not known from its capacity.</summary>
    private void CheckSizes()
    {
        foreach (Node target in _topology.Nodes.Where(node => node.Kind != NodeKind.Compressed))
        {
            decimal demoted = 0;
            ulong sources = 0;
            foreach (Node source in _topology.Nodes.Where(source => (policy.Tables.Preferred[source.Id] & (1UL << target.Id)) != 0))
            {
                demoted += (decimal)source.Capacity / _topology.Nodes.Count(node => (policy.Tables.Preferred[source.Id] & (1UL << node.Id)) != 0);
                sources |= 1UL << source.Id;
            }

            if (demoted > target.Capacity)
            {
                Report(
                    Descriptors.SmallTarget,
                    target,
                    target.Name,
                    Quantity.Show(NumberKind.Size, target.Capacity),
                    Quantity.Show(NumberKind.Size, (long)Math.Min(demoted, long.MaxValue)),
                    NodeNames.List(_topology, sources));
            }
        }
    }

    private void CheckDomains()
    {
        DomainSyntax[] written = [.. syntax.Members.OfType<DomainSyntax>()];
        for (int i = 0; i < written.Length; i++)
        {
            Domain domain = policy.Domains[i];
            Node[] nodes = [.. _topology.Nodes.Where(node => (domain.Nodes & (1UL << node.Id)) != 0)];
            bool losesTargets = nodes.Any(node => chains.Reach(node.Id) != 0) && nodes.All(node => (chains.Reach(node.Id) & domain.Nodes) == 0);
            if (losesTargets && domain.Demotion != DomainDemotion.Off)
            {
                diagnostics.Report(Descriptors.DomainWithoutTarget, written[i].Name.Location, domain.Name);
            }
        }
    }

    private void CheckWayOut(ulong reachable)
    {
        ulong ends = 0;
        foreach (Node node in _topology.Nodes)
        {
            bool isEnd = !Migrates || chains.Reach(node.Id) == 0;
            ends |= isEnd ? reachable & (1UL << node.Id) : 0;
        }

        if (_topology.Swap is null && ends != 0)
        {
            diagnostics.Report(Diagnostic.Create(Descriptors.NoWayOut, policy.Location, NodeNames.List(_topology, ends), _topology.Name) with
            {
                Related = new RelatedLocation($"'{_topology.Name}' is declared here", _topology.Location),
            });
        }
    }

    private void Report(DiagnosticDescriptor descriptor, Node node, params string[] arguments)
        => diagnostics.Report(Diagnostic.Create(descriptor, policy.Location, arguments) with
        {
            Related = new RelatedLocation($"'{node.Name}' is declared here", node.Location),
        });
}
