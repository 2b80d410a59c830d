using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;
using TierPolicy.Language.Words;

namespace TierPolicy.Language.Binding;

/// <summary>Works out the watermarks of each node: what a later clause says of a node stands, the rest is as by default.</summary>
internal sealed class WatermarkBinder(BoundTopology topology, DiagnosticBag diagnostics)
{
    private const long Whole = 1_000_000;

    private static readonly string[] Names = WordTable.TextsAt(WordPlace.Watermark);
    private static readonly Amount?[] Defaults = [new(5_000, null), new(10_000, null), new(20_000, null), null];

    public EquatableArray<Watermarks> Bind(IEnumerable<WatermarksSyntax> syntaxes)
    {
        int nodes = topology.Topology.Nodes.Count;
        Mark[][] marks = [.. Enumerable.Range(0, nodes).Select(_ => Defaults.Select(amount => new Mark(amount, null)).ToArray())];
        foreach (WatermarksSyntax syntax in syntaxes)
        {
            NodeSelection selection = topology.Resolve(syntax.Nodes, diagnostics);
            ClauseReader clauses = new(syntax.Clauses, "watermark", Names, diagnostics);
            for (int i = 0; i < Names.Length; i++)
            {
                if (BindAmount(clauses, Names[i]) is not { } mark)
                {
                    continue;
                }

                foreach (int node in selection.Ordered)
                {
                    marks[node][i] = mark;
                }
            }
        }

        HashSet<SourceLocation> reported = [];
        for (int node = 0; node < nodes; node++)
        {
            Check(marks[node], topology.Topology.Nodes[node], reported);
        }

        return marks.Select(m => new Watermarks(m[0].Amount!.Value, m[1].Amount!.Value, m[2].Amount!.Value, m[3].Amount)).ToEquatableArray();
    }

    private Mark? BindAmount(ClauseReader clauses, string keyword)
    {
        if (clauses.Value<NumberSyntax>(keyword, "a percentage or a size") is not { } number)
        {
            return null;
        }

        switch (number.Kind)
        {
            case NumberKind.Percent when number.Value > Whole:
                diagnostics.Report(Descriptors.WatermarkTooHigh, number.Location, keyword, Quantity.Show(number.Kind, number.Value), "100%");
                return null;
            case NumberKind.Percent:
            case NumberKind.Integer when number.Value == 0:
                return new Mark(new Amount(number.Value, null), number.Location);
            case NumberKind.Size:
                return new Mark(new Amount(null, number.Value), number.Location);
            default:
                clauses.ReportWrong(keyword, "a percentage or a size", number);
                return null;
        }
    }

    /// <summary>A mistake that several nodes share is one mistake.</summary>
    private void Check(Mark[] marks, Node node, HashSet<SourceLocation> reported)
    {
        // Of a node without a sound capacity, sizes say nothing.
        bool compareSizes = !topology.IsBroken;
        for (int i = 0; i < marks.Length; i++)
        {
            Mark mark = marks[i];
            if (compareSizes && mark is { Location: { } location, Amount.Bytes: { } bytes } && bytes > node.Capacity && reported.Add(location))
            {
                string capacity = $"the capacity of '{node.Name}', {Quantity.Show(NumberKind.Size, node.Capacity)}";
                diagnostics.Report(Descriptors.WatermarkTooHigh, location, Names[i], Show(mark.Amount.Value), capacity);
                return;
            }
        }

        int lower = -1;
        for (int i = 0; i < marks.Length; i++)
        {
            if (marks[i].Amount is not { } amount || IsNone(amount))
            {
                continue;
            }

            if (lower >= 0 && marks[lower].Amount is { } below && IsAbove(below, amount, node, compareSizes)
                && (marks[lower].Location ?? marks[i].Location) is { } location && reported.Add(location))
            {
                diagnostics.Report(Descriptors.WatermarkOrder, location, Names[lower], Show(below), Names[i], Show(amount));
                return;
            }

            lower = i;
        }
    }

    private static bool IsNone(Amount amount) => (amount.Millionths ?? amount.Bytes) == 0;

    private static bool IsAbove(Amount left, Amount right, Node node, bool compareSizes)
    {
        if (left.Millionths is { } a && right.Millionths is { } b)
        {
            return a > b;
        }

        return compareSizes && Bytes(left, node) > Bytes(right, node);
    }

    private static decimal Bytes(Amount amount, Node node)
        => amount.Bytes is { } bytes ? bytes : decimal.Truncate((decimal)node.Capacity * amount.Millionths!.Value / Whole);

    private static string Show(Amount amount) => amount.Bytes is { } bytes
        ? Quantity.Show(NumberKind.Size, bytes)
        : Quantity.Show(NumberKind.Percent, amount.Millionths!.Value);

    /// <param name="Amount">Null: by default, a promo mark that follows high.</param>
    /// <param name="Location">Null: by default.</param>
    private sealed record Mark(Amount? Amount, SourceLocation? Location);
}
