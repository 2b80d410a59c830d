using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;
using TierPolicy.Language.Words;

namespace TierPolicy.Language.Binding;

/// <summary>Makes a topology of what one declaration says, and checks it. It needs no other declaration.</summary>
internal sealed class TopologyBinder
{
    private const int MostNodes = 64;
    private const int MostRows = 4096;
    private const long DefaultPageSize = 64 << 10;

    private readonly TopologySyntax _syntax;
    private readonly DiagnosticBag _diagnostics;
    private readonly Dictionary<string, int> _nodeIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourceLocation> _names = new(StringComparer.Ordinal);
    private readonly List<NodeSyntax> _nodes = [];
    private readonly List<TierSyntax?> _tierOf = [];

    private TopologyBinder(TopologySyntax syntax, DiagnosticBag diagnostics)
    {
        _syntax = syntax;
        _diagnostics = diagnostics;
    }

    public static BoundTopology Bind(TopologySyntax syntax, string path)
    {
        DiagnosticBag diagnostics = new();
        TopologyBinder binder = new(syntax, diagnostics);
        Topology topology = binder.Bind();
        return new BoundTopology(syntax, path, topology, syntax.HasErrors || diagnostics.Errors > 0, binder._nodeIds, diagnostics.Items.ToEquatableArray());
    }

    private Topology Bind()
    {
        TierSyntax[] tiers = [.. _syntax.Members.OfType<TierSyntax>()];
        CollectNodes(tiers);
        long pageSize = BindPageSize();
        NodeBinder nodeBinder = new(pageSize, _diagnostics);
        Node[] nodes = [.. _nodes.Select(nodeBinder.Bind)];
        CheckLimits(nodes);
        EquatableArray<Tier> ranked = new TierBinder(_nodes, _tierOf, _diagnostics).Rank(nodes, tiers);
        return new Topology
        {
            Name = _syntax.Name.Text,
            Namespace = _syntax.Namespace,
            IsInternal = _syntax.IsInternal,
            PageSize = pageSize,
            Nodes = new(nodes),
            Tiers = ranked,
            Distances = new DistanceBinder(_nodeIds, _diagnostics).Bind(_syntax, nodes),
            Swap = BindSwap(),
            Store = BindStore(),
            IsDeclaredInCSharp = _syntax.IsDeclaredInCSharp,
            Location = _syntax.Name.Location,
        };
    }

    /// <summary>Gives nodes their ids, by their place in the file, and nodes and tiers their names.</summary>
    private void CollectNodes(TierSyntax[] tiers)
    {
        foreach (TierSyntax tier in tiers)
        {
            AddName(tier.Name, "tier");
        }

        IEnumerable<(NodeSyntax Node, TierSyntax? Tier)> all = _syntax.Members.OfType<NodeSyntax>().Select(node => (node, (TierSyntax?)null))
            .Concat(tiers.SelectMany(tier => tier.Nodes.Select(node => (node, (TierSyntax?)tier))));

        bool hasTooMany = false;

        // In C# the members of a tier may stand among those of another, but ids follow the enum.
        foreach ((NodeSyntax node, TierSyntax? tier) in all.OrderBy(entry => entry.Node.Location.Span.Start))
        {
            if (!AddName(node.Name, "node"))
            {
                continue;
            }

            if (_nodes.Count == MostNodes)
            {
                if (!hasTooMany)
                {
                    hasTooMany = true;
                    _diagnostics.Report(Descriptors.TooManyNodes, node.Name.Location, node.Name.Text);
                }

                // Known, so that what names it is not another mistake.
                _nodeIds.Add(node.Name.Text, -1);
                continue;
            }

            _nodeIds.Add(node.Name.Text, _nodes.Count);
            _nodes.Add(node);
            _tierOf.Add(tier);
        }
    }

    /// <summary>False when the thing has no name of its own, and so cannot be bound.</summary>
    private bool AddName(NameSyntax name, string what)
    {
        if (name.IsMissing)
        {
            return false;
        }

        if (ReservedWords.Contains(name.Text))
        {
            _diagnostics.Report(Descriptors.ReservedName, name.Location, name.Text, what);
        }
        else if (what == "node" && name.Text == "value__")
        {
            _diagnostics.Report(Descriptors.ImpossibleEnumMember, name.Location, name.Text);
        }

        if (_names.TryGetValue(name.Text, out SourceLocation first))
        {
            _diagnostics.Report(Diagnostic.Create(Descriptors.DuplicateName, name.Location, name.Text) with
            {
                Related = new RelatedLocation("first declared here", first),
            });
            return false;
        }

        _names.Add(name.Text, name.Location);
        return true;
    }

    private long BindPageSize()
    {
        ClauseReader clauses = new(_syntax.Members.OfType<ClauseSyntax>(), "clause of a topology", ["page"], _diagnostics);
        if (clauses.Number("page", NumberKind.Size) is not { } size)
        {
            return DefaultPageSize;
        }

        if (size is >= 4 << 10 and <= 2 << 20 && (size & (size - 1)) == 0)
        {
            return size;
        }

        _diagnostics.Report(Descriptors.BadPageSize, clauses.Find("page")!.Value!.Location);
        return DefaultPageSize;
    }

    private void CheckLimits(Node[] nodes)
    {
        int hotplug = nodes.Count(node => node.Hotplug);
        long rows = hotplug < 32 ? (long)nodes.Length << hotplug : long.MaxValue;
        if (rows > MostRows)
        {
            string count = rows == long.MaxValue ? "beyond counting" : Quantity.Show(NumberKind.Integer, rows);
            _diagnostics.Report(
                Descriptors.TooManySets,
                _syntax.Name.Location,
                Quantity.Show(NumberKind.Integer, nodes.Length),
                Quantity.Show(NumberKind.Integer, hotplug),
                count);
        }

        if (!_syntax.HasErrors && !_syntax.Name.IsMissing && !nodes.Any(node => node.Kind.IsByteAddressable() && !node.Hotplug))
        {
            _diagnostics.Report(Descriptors.NoPermanentMemory, _syntax.Name.Location, _syntax.Name.Text);
        }
    }

    private Swap? BindSwap()
    {
        if (FindOnly("swap") is not { } swap)
        {
            return null;
        }

        ClauseReader clauses = new(swap.Clauses, "clause of swap", WordTable.TextsAt(WordPlace.Swap), _diagnostics);
        foreach (string needed in (string[])["path", "capacity"])
        {
            if (!clauses.Has(needed) && !swap.HasErrors)
            {
                _diagnostics.Report(Descriptors.MissingClause, swap.Keyword.Location, "swap", needed);
            }
        }

        return new Swap(
            clauses.String("path") ?? "",
            clauses.NumberAboveZero("capacity", NumberKind.Size) ?? DefaultPageSize,
            clauses.NumberAboveZero("latency", NumberKind.Duration),
            clauses.NumberAboveZero("bandwidth", NumberKind.Rate));
    }

    private BackingStore? BindStore()
    {
        if (FindOnly("store") is not { } store)
        {
            return null;
        }

        ClauseReader clauses = new(store.Clauses, "clause of store", WordTable.TextsAt(WordPlace.Store), _diagnostics);
        return new BackingStore(
            clauses.NumberAboveZero("latency", NumberKind.Duration),
            clauses.NumberAboveZero("bandwidth", NumberKind.Rate));
    }

    private BackingSyntax? FindOnly(string keyword)
    {
        BackingSyntax? first = null;
        foreach (BackingSyntax block in _syntax.Members.OfType<BackingSyntax>().Where(block => block.Keyword.Text == keyword))
        {
            if (first is null)
            {
                first = block;
                continue;
            }

            _diagnostics.Report(Diagnostic.Create(Descriptors.RepeatedClause, block.Keyword.Location, keyword) with
            {
                Related = new RelatedLocation("first said here", first.Keyword.Location),
            });
        }

        return first;
    }
}
