using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Binding;

/// <summary>Makes the SLIT matrix: what is given, and for what is left out the distance that the tiers suggest.</summary>
internal sealed class DistanceBinder(IReadOnlyDictionary<string, int> nodeIds, DiagnosticBag diagnostics)
{
    private const int ToSelf = 10;
    private const int WithinTier = 20;
    private const int PerTier = 20;
    private const int Least = 11;
    private const int Most = 254;

    /// <summary>By pair: the entry as given.</summary>
    private readonly Dictionary<(int Source, int Target), NumberSyntax> _given = [];

    public EquatableArray<byte> Bind(TopologySyntax topology, Node[] nodes)
    {
        DistanceSyntax? first = null;
        foreach (MemberSyntax member in topology.Members)
        {
            if (member is DistanceEntrySyntax entry)
            {
                Set(FindNode(entry.Source), FindNode(entry.Target), entry.Value, nodes);
            }
            else if (member is DistanceSyntax matrix && first is not null)
            {
                diagnostics.Report(Diagnostic.Create(Descriptors.RepeatedClause, matrix.Location, "distance") with
                {
                    Related = new RelatedLocation("first said here", first.Location),
                });
            }
            else if (member is DistanceSyntax only)
            {
                first = only;
                BindMatrix(only, nodes);
            }
        }

        CheckSymmetry(nodes);
        return Fill(nodes);
    }

    private void BindMatrix(DistanceSyntax matrix, Node[] nodes)
    {
        int?[] columns = [.. matrix.Header.Select(FindNode)];
        CheckRepeated(matrix.Header);
        CheckRepeated(matrix.Rows.Select(row => row.Source));
        HashSet<string> header = [.. matrix.Header.Select(name => name.Text)];
        foreach (DistanceRowSyntax row in matrix.Rows)
        {
            int? source = FindNode(row.Source);
            if (source is not null && !header.Contains(row.Source.Text))
            {
                diagnostics.Report(Descriptors.ExtraDistanceRow, row.Source.Location, row.Source.Text);
                continue;
            }

            if (row.Entries.Count != columns.Length && !matrix.HasErrors)
            {
                string entries = Quantity.Show(NumberKind.Integer, row.Entries.Count) + (row.Entries.Count == 1 ? " entry" : " entries");
                string names = Quantity.Show(NumberKind.Integer, columns.Length) + (columns.Length == 1 ? " node" : " nodes");
                diagnostics.Report(Descriptors.RaggedDistances, row.Location, row.Source.Text, entries, names);
            }

            for (int i = 0; i < Math.Min(columns.Length, row.Entries.Count); i++)
            {
                Set(source, columns[i], row.Entries[i], nodes);
            }
        }

        HashSet<string> rows = [.. matrix.Rows.Select(row => row.Source.Text)];
        foreach (NameSyntax name in matrix.Header)
        {
            if (!matrix.HasErrors && nodeIds.ContainsKey(name.Text) && rows.Add(name.Text))
            {
                diagnostics.Report(Descriptors.MissingDistanceRow, name.Location, name.Text);
            }
        }
    }

    private void CheckRepeated(IEnumerable<NameSyntax> names)
    {
        Dictionary<string, SourceLocation> seen = new(StringComparer.Ordinal);
        foreach (NameSyntax name in names)
        {
            if (seen.TryGetValue(name.Text, out SourceLocation first))
            {
                diagnostics.Report(Diagnostic.Create(Descriptors.DuplicateName, name.Location, name.Text) with
                {
                    Related = new RelatedLocation("first named here", first),
                });
            }
            else
            {
                seen.Add(name.Text, name.Location);
            }
        }
    }

    private int? FindNode(NameSyntax name)
    {
        if (nodeIds.TryGetValue(name.Text, out int id))
        {
            return id >= 0 ? id : null;
        }

        if (!name.IsMissing)
        {
            diagnostics.ReportUnknown(Descriptors.UnknownName, name.Location, ["node", name.Text], name.Text, nodeIds.Keys);
        }

        return null;
    }

    private void Set(int? source, int? target, NumberSyntax value, Node[] nodes)
    {
        if (value.Kind == NumberKind.Bad)
        {
            return;
        }

        if (value.Kind != NumberKind.Integer)
        {
            diagnostics.Report(Descriptors.WrongValue, value.Location, "distance", Quantity.Describe(NumberKind.Integer), Quantity.Describe(value.Kind));
            return;
        }

        if (source is not { } from || target is not { } to)
        {
            return;
        }

        string shown = Quantity.Show(NumberKind.Integer, value.Value);
        if (from == to && value.Value != ToSelf)
        {
            diagnostics.Report(Diagnostic.Create(Descriptors.DistanceToSelf, value.Location, nodes[from].Name, shown) with
            {
                Replacement = Quantity.Show(NumberKind.Integer, ToSelf),
            });
        }
        else if (from != to && value.Value is < Least or > Most)
        {
            diagnostics.Report(Descriptors.DistanceOutOfRange, value.Location, nodes[from].Name, nodes[to].Name, shown);
        }
        else
        {
            _given[(from, to)] = value;
        }
    }

    private void CheckSymmetry(Node[] nodes)
    {
        foreach (KeyValuePair<(int Source, int Target), NumberSyntax> entry in _given.OrderBy(entry => entry.Key))
        {
            (int source, int target) = entry.Key;
            if (source > target && _given.TryGetValue((target, source), out NumberSyntax? back) && back.Value != entry.Value.Value)
            {
                diagnostics.Report(Diagnostic.Create(
                    Descriptors.AsymmetricDistances,
                    entry.Value.Location,
                    nodes[source].Name,
                    nodes[target].Name,
                    Quantity.Show(NumberKind.Integer, entry.Value.Value),
                    Quantity.Show(NumberKind.Integer, back.Value)) with
                {
                    Related = new RelatedLocation("the other way", back.Location),
                    Replacement = Quantity.Show(NumberKind.Integer, back.Value),
                });
            }
        }
    }

    private EquatableArray<byte> Fill(Node[] nodes)
    {
        byte[] distances = new byte[nodes.Length * nodes.Length];
        foreach (Node source in nodes)
        {
            foreach (Node target in nodes)
            {
                int apart = source.Id == target.Id ? ToSelf : WithinTier + (PerTier * Math.Abs(source.Tier - target.Tier));
                distances[(source.Id * nodes.Length) + target.Id] =
                    (byte)(_given.TryGetValue((source.Id, target.Id), out NumberSyntax? given) ? given.Value : Math.Min(apart, Most));
            }
        }

        return new(distances);
    }
}
