using TierPolicy.Language.Model;

namespace TierPolicy.Tool.Graphs;

/// <summary>Where things stand in the picture of one policy: tiers are rows, nodes are boxes in them, edges run from side to side.</summary>
internal sealed class SvgLayout
{
    public const int BoxHeight = 70;
    public const int RowHeight = BoxHeight + 92;
    public const int Top = 92;

    private const int Left = 104;
    private const int Gap = 44;
    private const int LaneWidth = 16;
    private const int Turn = 78;
    private const int LeastBoxWidth = 148;

    // About what a letter takes; nobody measures here.
    private const int LetterWidth = 8;

    private readonly PolicyGraph _graph;
    private readonly int _rowLeft;
    private readonly Dictionary<int, int> _left = [];
    private readonly Dictionary<(int Edge, bool IsEnd), int> _slots = [];

    /// <param name="graph">What is drawn.</param>
    /// <param name="width">The width that it is in the middle of.</param>
    public SvgLayout(PolicyGraph graph, int width = 0)
    {
        _graph = graph;
        int longest = graph.Topology.Nodes.Max(node => Math.Max(node.Name.Length, Math.Max(NodeText.Size(node).Length, NodeText.Speed(node).Length)));
        BoxWidth = Math.Max(LeastBoxWidth, (longest * LetterWidth) + 28);
        int widest = Enumerable.Range(0, graph.Topology.Tiers.Count).Max(tier => graph.NodesOf(tier).Count());
        RowWidth = (widest * BoxWidth) + ((widest - 1) * Gap);
        LeastWidth = Left + RowWidth + 32 + (LaneWidth * (graph.Edges.Count(PassesTiers) + 1));
        _rowLeft = Left + (Math.Max(0, width - LeastWidth) / 2);
        for (int tier = 0; tier < graph.Topology.Tiers.Count; tier++)
        {
            Node[] nodes = [.. graph.NodesOf(tier)];
            int x = _rowLeft + ((RowWidth - (nodes.Length * BoxWidth) - ((nodes.Length - 1) * Gap)) / 2);
            foreach (Node node in nodes)
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

    /// <summary>To the right of the rows there is room for edges that pass a tier by.</summary>
    public int LeastWidth { get; }

    /// <summary>Up to the last row's end.</summary>
    public int Bottom => Top + ((_graph.Topology.Tiers.Count - 1) * RowHeight) + BoxHeight + (_graph.Edges.Any(edge => Rows(edge) == 0) ? 40 : 0);

    public int LeftOf(int node) => _left[node];

    public int TopOf(int node) => Top + (TierOf(node) * RowHeight);

    public string PathOf(int edge)
    {
        Edge way = _graph.Edges[edge];
        int x1 = _slots[(edge, false)];
        int x2 = _slots[(edge, true)];
        int y1 = TopOf(way.From) + (LeavesBelow(way) ? BoxHeight : 0);

        // A little before the box, where the arrow head is.
        int y2 = ArrivesBelow(way) ? TopOf(way.To) + BoxHeight + 2 : TopOf(way.To) - 2;
        int down1 = LeavesBelow(way) ? 46 : -46;
        int down2 = ArrivesBelow(way) ? 46 : -46;
        if (!PassesTiers(way))
        {
            return FormattableString.Invariant($"M{x1},{y1} C{x1},{y1 + down1} {x2},{y2 + down2} {x2},{y2}");
        }

        // Around the tiers in between, in a lane of its own; the curves stay between two rows.
        int lane = _rowLeft + RowWidth + LaneWidth + (LaneWidth * _graph.Edges.Take(edge).Count(PassesTiers));
        int turn1 = y1 + (Math.Sign(down1) * Turn);
        int turn2 = y2 + (Math.Sign(down2) * Turn);
        return FormattableString.Invariant(
            $"M{x1},{y1} C{x1},{y1 + down1} {lane},{y1 + (down1 / 2)} {lane},{turn1} L{lane},{turn2} C{lane},{y2 + (down2 / 2)} {x2},{y2 + down2} {x2},{y2}");
    }

    private int Center(int node) => _left[node] + (BoxWidth / 2);

    private int TierOf(int node) => _graph.Topology.Nodes[node].Tier;

    private int Rows(Edge edge) => TierOf(edge.To) - TierOf(edge.From);

    private bool PassesTiers(Edge edge) => Math.Abs(Rows(edge)) > 1;

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
        var ordered = ends.OrderBy(end => PassesTiers(_graph.Edges[end.Edge]) ? int.MaxValue : Center(end.Other)).ThenBy(end => _graph.Edges[end.Edge].Kind).ToList();
        for (int i = 0; i < ordered.Count; i++)
        {
            _slots[(ordered[i].Edge, ordered[i].IsEnd)] = _left[node] + (BoxWidth * (i + 1) / (ordered.Count + 1));
        }
    }
}
