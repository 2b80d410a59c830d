using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Binding;

/// <summary>
/// A topology as policies see it: the names of its nodes and tiers. One with errors is here too, with what is known of it, so that
/// the mistakes in its policies are found in the same go. It is made of its syntax and nothing else, and so is equal where that is.
/// </summary>
public sealed class BoundTopology : IEquatable<BoundTopology>
{
    private readonly TopologySyntax _syntax;
    private readonly IReadOnlyDictionary<string, int> _nodeIds;
    private readonly Dictionary<string, ulong> _tiers;

    internal BoundTopology(TopologySyntax syntax, string path, Topology topology, bool isBroken, IReadOnlyDictionary<string, int> nodeIds, EquatableArray<Diagnostic> diagnostics)
    {
        _syntax = syntax;
        _nodeIds = nodeIds;
        Path = path;
        Topology = topology;
        FullName = DeclaredName.Qualify(topology.Namespace, topology.Name);
        IsBroken = isBroken;
        Diagnostics = diagnostics;
        _tiers = topology.Tiers
            .Where(tier => tier.Name is not null)
            .GroupBy(tier => tier.Name!, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().Nodes, StringComparer.Ordinal);
    }

    /// <summary>The file that it stands in.</summary>
    public string Path { get; }

    public Topology Topology { get; }

    public string FullName { get; }

    /// <summary>It has errors: there is no more than a fallback to be made of it.</summary>
    public bool IsBroken { get; }

    /// <summary>The mistakes in it.</summary>
    public EquatableArray<Diagnostic> Diagnostics { get; }

    public bool Equals(BoundTopology? other) => ReferenceEquals(this, other) || (other is not null && _syntax.Equals(other._syntax) && Path == other.Path);

    public override bool Equals(object? obj) => Equals(obj as BoundTopology);

    public override int GetHashCode() => _syntax.GetHashCode();

    internal string NameOf(int node) => Topology.Nodes[node].Name;

    /// <summary>The nodes that NODES stands for, in the order named, each once; a tier stands for its nodes by id.</summary>
    internal NodeSelection Resolve(NodesSyntax nodes, DiagnosticBag diagnostics)
    {
        if (nodes.IsAll)
        {
            return new NodeSelection(AllNodes, null);
        }

        // The nodes that one name stands for are in the order of their ids.
        List<int>? ordered = nodes.Names.Count == 1 ? null : [];
        ulong set = 0;
        foreach (NameSyntax name in nodes.Names)
        {
            ulong named = _tiers.TryGetValue(name.Text, out ulong tier) ? tier
                : FindNode(name, "node or tier", diagnostics) is { } node ? 1UL << node
                : 0;
            ordered?.AddRange(NodeSelection.ById(named & ~set));
            set |= named;
        }

        return new NodeSelection(set, ordered);
    }

    /// <summary>The id of a node; null for a name that is none, which is reported.</summary>
    internal int? ResolveNode(NameSyntax name, DiagnosticBag diagnostics) => FindNode(name, "node", diagnostics);

    private ulong AllNodes => Topology.Nodes.Count == 64 ? ulong.MaxValue : (1UL << Topology.Nodes.Count) - 1;

    private int? FindNode(NameSyntax name, string what, DiagnosticBag diagnostics)
    {
        if (name.IsMissing)
        {
            return null;
        }

        if (_nodeIds.TryGetValue(name.Text, out int id))
        {
            // A node past the limit has a name, but no id.
            return id >= 0 ? id : null;
        }

        bool takesTiers = what != "node";
        if (!takesTiers && _tiers.ContainsKey(name.Text))
        {
            diagnostics.Report(Descriptors.UnknownName, name.Location, what, name.Text, ": it is a tier");
            return null;
        }

        IEnumerable<string> known = takesTiers ? _nodeIds.Keys.Concat(_tiers.Keys) : _nodeIds.Keys;

        // Where the topology could not be read in whole, the name may well be one of what was lost.
        if (takesTiers && name.Text is "all" or "any" or "every" && Spelling.Nearest(name.Text, known) is null)
        {
            diagnostics.Report(Diagnostic.Create(Descriptors.UnknownName, name.Location, what, name.Text, "; did you mean '*'?") with { Replacement = "*" });
        }
        else if (!_syntax.HasErrors || Spelling.Nearest(name.Text, known) is not null)
        {
            diagnostics.ReportUnknown(Descriptors.UnknownName, name.Location, [what, name.Text], name.Text, known);
        }

        return null;
    }
}

/// <summary>Nodes, as a set and in the order in which they were named.</summary>
/// <param name="Set">The nodes.</param>
/// <param name="Named">Their ids in that order; null: it is that of their ids.</param>
internal readonly record struct NodeSelection(ulong Set, List<int>? Named)
{
    public EquatableArray<int> Ordered => Named is null ? new(ById(Set)) : Named.ToEquatableArray();

    /// <summary>The ids of nodes.</summary>
    public static int[] ById(ulong nodes)
    {
        int count = 0;
        for (ulong left = nodes; left != 0; left &= left - 1)
        {
            count++;
        }

        int[] ids = new int[count];
        for (int node = 0, next = 0; next < count; node++)
        {
            if ((nodes & (1UL << node)) != 0)
            {
                ids[next++] = node;
            }
        }

        return ids;
    }
}
