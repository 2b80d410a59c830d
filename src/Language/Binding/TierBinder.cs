using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Model;
using TierPolicy.Language.Ordering;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Binding;

/// <summary>Ranks the nodes: by the tiers that are declared, or as Linux does where none is.</summary>
/// <param name="syntaxes">The nodes by id.</param>
/// <param name="tierOf">By id: the tier that the node stands in.</param>
/// <param name="diagnostics">Where mistakes go.</param>
internal sealed class TierBinder(List<NodeSyntax> syntaxes, List<TierSyntax?> tierOf, DiagnosticBag diagnostics)
{
    /// <summary>Fills in tier and abstract distance of each node, and gives the tiers, fastest first.</summary>
    public EquatableArray<Tier> Rank(Node[] nodes, TierSyntax[] tiers)
    {
        Node? reference = nodes.FirstOrDefault(node => node.HasCpus);
        for (int id = 0; id < nodes.Length; id++)
        {
            Node node = nodes[id];
            int? computed = AbstractDistance.Of(
                node.Kind,
                node.LatencyNanoseconds,
                node.BytesPerSecond,
                reference?.LatencyNanoseconds,
                reference?.BytesPerSecond,
                node.HasCpus);
            nodes[id] = node with { AbstractDistance = node.Kind.IsByteAddressable() ? node.AbstractDistance ?? computed : null };
        }

        return tiers.Length > 0 ? RankAsDeclared(nodes, tiers) : RankBySpeed(nodes);
    }

    private EquatableArray<Tier> RankAsDeclared(Node[] nodes, TierSyntax[] tiers)
    {
        Tier[] ranked = new Tier[tiers.Length];
        for (int rank = 0; rank < tiers.Length; rank++)
        {
            TierSyntax tier = tiers[rank];
            ulong set = 0;
            for (int id = 0; id < nodes.Length; id++)
            {
                if (ReferenceEquals(tierOf[id], tier))
                {
                    set |= 1UL << id;
                    nodes[id] = nodes[id] with { Tier = rank };
                }
            }

            ranked[rank] = new Tier(tier.Name.Text, set);
            if (tier.Nodes.Count == 0 && !tier.HasErrors)
            {
                diagnostics.Report(Descriptors.EmptyTier, tier.Name.Location, tier.Name.Text);
            }
        }

        for (int id = 0; id < nodes.Length; id++)
        {
            if (tierOf[id] is null)
            {
                diagnostics.Report(Diagnostic.Create(Descriptors.NodeOutsideTiers, syntaxes[id].Name.Location, syntaxes[id].Name.Text) with
                {
                    Related = new RelatedLocation("a tier is declared here", tiers[0].Name.Location),
                });
            }
        }

        // Where a kind is not known, nothing is known of ranks.
        if (syntaxes.All(syntax => NodeBinder.IsKind(syntax.Kind.Text)))
        {
            CheckKinds(nodes);
        }

        return new(ranked);
    }

    /// <summary>Whatever the tiers say, pages that are not read in place are farther than those that are.</summary>
    private void CheckKinds(Node[] nodes)
    {
        for (int id = 0; id < nodes.Length; id++)
        {
            Node node = nodes[id];
            if (node.Kind.IsByteAddressable() || tierOf[id] is null)
            {
                continue;
            }

            // One node that stands too low, or beside, is enough to show.
            Node? other = nodes.FirstOrDefault(n => tierOf[n.Id] is not null && ClassOf(n.Kind) < ClassOf(node.Kind) && n.Tier >= node.Tier);
            if (other is not null)
            {
                string why = other.Kind.IsByteAddressable() ? "byte-addressable" : NodeBinder.NameOf(other.Kind);
                diagnostics.Report(Diagnostic.Create(Descriptors.BadRank, syntaxes[id].Name.Location, NodeBinder.NameOf(node.Kind), node.Name, other.Name, why) with
                {
                    Related = new RelatedLocation($"'{other.Name}' is declared here", other.Location),
                });
            }
        }
    }

    private static EquatableArray<Tier> RankBySpeed(Node[] nodes)
    {
        List<Tier> tiers = [];
        foreach (IGrouping<(int Class, int Number), Node> group in nodes
            .GroupBy(node => (ClassOf(node.Kind), node.AbstractDistance is { } distance ? AbstractDistance.TierNumber(distance) : 0))
            .OrderBy(group => group.Key)
            .ToList())
        {
            ulong set = 0;
            foreach (Node node in group)
            {
                set |= 1UL << node.Id;
                nodes[node.Id] = node with { Tier = tiers.Count };
            }

            tiers.Add(new Tier(null, set));
        }

        return tiers.ToEquatableArray();
    }

    /// <summary>Byte-addressable kinds before compressed ones, these before files, these before remote ones.</summary>
    private static int ClassOf(NodeKind kind) => kind.IsByteAddressable() ? 0 : (int)kind;
}
