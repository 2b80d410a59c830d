using TierPolicy.Language.Model;

namespace TierPolicy.Tool.Graphs;

/// <summary>Where things stand in the picture of one policy: tiers are rows, a big one several, nodes are boxes in them, edges run from side to side.</summary>
internal sealed class SvgLayout
{
    public const int BoxHeight = 70;

    private const int Top = 92;
    private const int Left = 104;
    private const int MostInRow = 8;
    private const int GapOfTiers = 92;
    private const int GapInTier = 56;
    private const int Gap = 44;
    private const int LaneWidth = 16;
    private const int MostLanesWidth = 240;
    private const int LeastBoxWidth = 148;

    // About what a letter takes; nobody measures here.
    private const int LetterWidth = 8;

    private readonly PolicyGraph _graph;
    private readonly int _rowLeft;
    private readonly Dictionary<int, int> _left = [];
    private readonly Dictionary<int, int> _row = [];
    private readonly List<int> _tops = [];
    private readonly int _lanes;
    private readonly Dictionary<(int Edge, bool IsEnd), int> _slots = [];

    /// <param name="graph">What is drawn.</param>
    /// <param name="width">The width that it is in the middle of.</param>
    public SvgLayout(PolicyGraph graph, int width = 0)
    {
        _graph = graph;
        int longest = graph.Topology.Nodes.Max(node => Math.Max(node.Name.Length, Math.Max(NodeText.Size(node).Length, NodeText.Speed(node).Length)));
        BoxWidth = Math.Max(LeastBoxWidth, (longest * LetterWidth) + 28);
        List<Node[]> rows = [];
        int top = Top;
        for (int tier = 0; tier < graph.Topology.Tiers.Count; tier++)
        {
            Node[][] ofTier = [.. RowsOf(graph, tier)];
            foreach (Node[] row in ofTier)
            {
                foreach (Node node in row)
                {
                    _row[node.Id] = rows.Count;
                }

                rows.Add(row);
                _tops.Add(top);
                top += BoxHeight + (row == ofTier[^1] ? GapOfTiers : GapInTier);
            }
        }

        RowWidth = rows.Max(WidthOf);
        _lanes = graph.Edges.Count(PassesRows);
        LeastWidth = Left + RowWidth + 32 + LaneWidth + Math.Min(LaneWidth * _lanes, MostLanesWidth);
        _rowLeft = Left + (Math.Max(0, width - LeastWidth) / 2);
        foreach (Node[] row in rows)
        {
            int x = _rowLeft + ((RowWidth - WidthOf(row)) / 2);
            foreach (Node node in row)
            {
                _left[node.Id] = x;
                x += BoxWidth + Gap;
            }
        }

        foreach (Node node in graph.Topology.Nodes)
        {
            Spread(node.Id, isBottom: false);
            Spread(node.Id, isBottom: true);
        }
    }

    public int BoxWidth { get; }

    public int RowWidth { get; }

    /// <summary>To the right of the rows there is room for edges that pass a row by.</summary>
    public int LeastWidth { get; }

    /// <summary>Up to the last row's end.</summary>
    public int Bottom => _tops[^1] + BoxHeight + (_graph.Edges.Any(edge => Rows(edge) == 0) ? 40 : 0);

    public int LeftOf(int node) => _left[node];

    public int TopOf(int node) => _tops[_row[node]];

    public string PathOf(int edge)
    {
        Edge way = _graph.Edges[edge];
        int x1 = _slots[(edge, false)];
        int x2 = _slots[(edge, true)];
        int y1 = TopOf(way.From) + (LeavesBelow(way) ? BoxHeight : 0);

        // A little before the box, where the arrow head is.
        int y2 = ArrivesBelow(way) ? TopOf(way.To) + BoxHeight + 2 : TopOf(way.To) - 2;
        int gap1 = GapAt(way.From, LeavesBelow(way));
        int gap2 = GapAt(way.To, ArrivesBelow(way));
        int down1 = gap1 / 2;
        int down2 = gap2 / 2;
        if (!PassesRows(way))
        {
            return FormattableString.Invariant($"M{x1},{y1} C{x1},{y1 + down1} {x2},{y2 + down2} {x2},{y2}");
        }

        // Around the rows in between, in a lane of its own; the curves stay between two rows.
        int before = _graph.Edges.Take(edge).Count(PassesRows);
        int lane = _rowLeft + RowWidth + LaneWidth + Math.Min(LaneWidth * before, MostLanesWidth * before / _lanes);
        int turn1 = y1 + (gap1 * 17 / 20);
        int turn2 = y2 + (gap2 * 17 / 20);
        return FormattableString.Invariant(
            $"M{x1},{y1} C{x1},{y1 + down1} {lane},{y1 + (down1 / 2)} {lane},{turn1} L{lane},{turn2} C{lane},{y2 + (down2 / 2)} {x2},{y2 + down2} {x2},{y2}");
    }

    private int Center(int node) => _left[node] + (BoxWidth / 2);

    /// <summary>The nodes of a tier, in rows of about the same length.</summary>
    private static IEnumerable<Node[]> RowsOf(PolicyGraph graph, int tier)
    {
        Node[] nodes = [.. graph.NodesOf(tier)];
        int rows = (nodes.Length + MostInRow - 1) / MostInRow;
        return rows == 0 ? [] : nodes.Chunk((nodes.Length + rows - 1) / rows);
    }

    private int WidthOf(Node[] row) => (row.Length * BoxWidth) + ((row.Length - 1) * Gap);

    /// <summary>The way from a node's row to the next one below it or above it, down being positive.</summary>
    private int GapAt(int node, bool isBelow)
    {
        int upper = isBelow ? _row[node] : _row[node] - 1;
        int gap = upper >= 0 && upper + 1 < _tops.Count ? _tops[upper + 1] - _tops[upper] - BoxHeight : GapOfTiers;
        return isBelow ? gap : -gap;
    }

    private int Rows(Edge edge) => _row[edge.To] - _row[edge.From];

    private bool PassesRows(Edge edge) => Math.Abs(Rows(edge)) > 1;

    private bool LeavesBelow(Edge edge) => Rows(edge) >= 0;

    private bool ArrivesBelow(Edge edge) => Rows(edge) <= 0;

    /// <summary>Gives the edges on one side of a box their places, in the order in which the other ends stand, so that few cross.</summary>
    private void Spread(int node, bool isBottom)
    {
        List<(int Edge, bool IsEnd, int Other)> ends = [];
        for (int i = 0; i < _graph.Edges.Count; i++)
        {
            Edge edge = _graph.Edges[i];
            if (edge.From == node && LeavesBelow(edge) == isBottom)
            {
                ends.Add((i, false, edge.To));
            }

            if (edge.To == node && ArrivesBelow(edge) == isBottom)
            {
                ends.Add((i, true, edge.From));
            }
        }

        // Where two nodes exchange pages, down is left of up at both of them.
        var ordered = ends.OrderBy(end => PassesRows(_graph.Edges[end.Edge]) ? int.MaxValue : Center(end.Other)).ThenBy(end => _graph.Edges[end.Edge].Kind).ToList();
        for (int i = 0; i < ordered.Count; i++)
        {
            _slots[(ordered[i].Edge, ordered[i].IsEnd)] = _left[node] + (BoxWidth * (i + 1) / (ordered.Count + 1));
        }
    }
}
