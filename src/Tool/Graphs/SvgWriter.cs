using System.Globalization;
using System.Security;
using System.Text;
using TierPolicy.Language.Model;
using TierPolicy.Tool.Explaining;

namespace TierPolicy.Tool.Graphs;

/// <summary>One SVG that needs nothing else, light or dark as the reader's system is; several policies stand below each other.</summary>
internal sealed class SvgWriter
{
    private const int LineHeight = 20;

    private const string Style = """
        text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif;fill:#1f2328}
        .page{fill:#ffffff}.title{font-size:19px;font-weight:600}.faint{font-size:13px;fill:#59636e}
        .tier{fill:#f3f5f8}.rank{font-size:13px;font-weight:600;fill:#59636e}
        .box{fill:#ffffff;stroke:#8c959f;stroke-width:1.25}.name{font-size:15px;font-weight:600}.detail{font-size:12px;fill:#59636e}
        .off{stroke-dasharray:5 3}.rule{font-size:12.5px;font-family:ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace}
        .demotion,.promotion{fill:none;stroke-width:1.75}.demotion{stroke:#bc4c00}.promotion{stroke:#0969da;stroke-dasharray:6 4}
        .demotion-head{fill:#bc4c00}.promotion-head{fill:#0969da}
        @media (prefers-color-scheme:dark){
        text{fill:#e6edf3}.page{fill:#0d1117}.faint,.rank,.detail{fill:#9198a1}
        .tier{fill:#161b22}.box{fill:#0d1117;stroke:#6e7681}
        .demotion{stroke:#f0883e}.promotion{stroke:#58a6ff}.demotion-head{fill:#f0883e}.promotion-head{fill:#58a6ff}
        }
        """;

    private readonly StringBuilder _text = new();
    private readonly int _width;
    private int _top;

    private SvgWriter(int width) => _width = width;

    public static string Write(IReadOnlyList<PolicyGraph> graphs)
    {
        SvgWriter writer = new(graphs.Select(LeastWidth).DefaultIfEmpty(0).Max());
        foreach (PolicyGraph graph in graphs)
        {
            writer.Write(graph);
        }

        string title = Escape(string.Join(", ", graphs.Select(graph => graph.Name)));
        string box = FormattableString.Invariant($"width=\"{writer._width}\" height=\"{writer._top}\" viewBox=\"0 0 {writer._width} {writer._top}\"");
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" {box} role="img" aria-label="{title}">
            <title>{title}</title>
            <style>
            {Style}
            </style>
            <defs>
            {Head("demotion")}
            {Head("promotion")}
            </defs>
            <rect class="page" width="100%" height="100%"/>
            {writer._text}</svg>

            """.ReplaceLineEndings("\n");
    }

    private static string Head(string kind)
        => $"""<marker id="{kind}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path class="{kind}-head" d="M0,0 L10,5 L0,10 z"/></marker>""";

    /// <summary>The boxes must fit, and the text: nobody measures it here, but no letter is wider than this.</summary>
    private static int LeastWidth(PolicyGraph graph)
        => Math.Max(new SvgLayout(graph).LeastWidth, 48 + (8 * Rules(graph).Append(Subtitle(graph)).Max(line => line.Length)));

    private void Write(PolicyGraph graph)
    {
        SvgLayout layout = new(graph, _width);
        Line($"<g transform=\"translate(0,{Number(_top)})\">");
        Text(24, 38, "title", graph.Name);
        Text(24, 62, "faint", Subtitle(graph));
        WriteTiers(graph, layout);

        // Edges first, so that the boxes lie over them.
        for (int i = 0; i < graph.Edges.Count; i++)
        {
            string kind = graph.Edges[i].Kind.ToString().ToLowerInvariant();
            Line($"<path class=\"{kind}\" d=\"{layout.PathOf(i)}\" marker-end=\"url(#{kind})\"><title>{Escape(graph.Edges[i].Text)}</title></path>");
        }

        WriteNodes(graph, layout);
        int bottom = layout.Bottom + 40;
        bottom = WriteLegend(graph, bottom);
        foreach (string rule in Rules(graph))
        {
            Text(24, bottom, "rule", rule);
            bottom += LineHeight;
        }

        Line("</g>");
        _top += bottom + 12;
    }

    private void WriteTiers(PolicyGraph graph, SvgLayout layout)
    {
        for (int tier = 0; tier < graph.Topology.Tiers.Count; tier++)
        {
            Node[] nodes = [.. graph.NodesOf(tier)];
            if (nodes.Length == 0)
            {
                continue;
            }

            int top = nodes.Min(node => layout.TopOf(node.Id));
            int bottom = nodes.Max(node => layout.TopOf(node.Id)) + SvgLayout.BoxHeight;
            Line(FormattableString.Invariant($"<rect class=\"tier\" x=\"16\" y=\"{top - 14}\" width=\"{_width - 32}\" height=\"{bottom - top + 28}\" rx=\"10\"/>"));
            Text(30, top + (SvgLayout.BoxHeight / 2) + (graph.Topology.Tiers[tier].Name is null ? 5 : -3), "rank", $"tier {Number(tier)}");
            if (graph.Topology.Tiers[tier].Name is { } name)
            {
                Text(30, top + (SvgLayout.BoxHeight / 2) + 15, "faint", Shorten(name, 9));
            }
        }
    }

    private void WriteNodes(PolicyGraph graph, SvgLayout layout)
    {
        foreach (Node node in graph.Topology.Nodes)
        {
            int x = layout.LeftOf(node.Id);
            int y = layout.TopOf(node.Id);
            string look = node.Hotplug ? "box off" : "box";
            Line(FormattableString.Invariant($"<rect class=\"{look}\" x=\"{x}\" y=\"{y}\" width=\"{layout.BoxWidth}\" height=\"{SvgLayout.BoxHeight}\" rx=\"7\"/>"));
            bool hasSpeed = NodeText.Speed(node).Length > 0;
            int first = y + (hasSpeed ? 24 : 32);
            Text(x + 14, first, "name", node.Name);
            Text(x + 14, first + 18, "detail", NodeText.Size(node));
            if (hasSpeed)
            {
                Text(x + 14, first + 35, "detail", NodeText.Speed(node));
            }
        }
    }

    private int WriteLegend(PolicyGraph graph, int y)
    {
        int x = 24;
        foreach (EdgeKind kind in graph.Edges.Select(edge => edge.Kind).Distinct().Order())
        {
            string name = kind.ToString().ToLowerInvariant();
            Line(FormattableString.Invariant($"<path class=\"{name}\" d=\"M{x},{y - 4} h34\" marker-end=\"url(#{name})\"/>"));
            Text(x + 44, y, "faint", name);
            x += 140;
        }

        return graph.Edges.Count > 0 ? y + LineHeight + 8 : y;
    }

    private static string Subtitle(PolicyGraph graph)
    {
        List<string> parts = [];
        if (graph.Policy is { } policy)
        {
            parts.Add($"order {policy.Order.ToString().ToLowerInvariant()}");
            if (!policy.Reclaim.HasFlag(ReclaimModes.Migrate))
            {
                parts.Add("nothing is demoted: reclaim has no migrate");
            }
        }

        parts.Add($"page {FactText.Size(graph.Topology.PageSize)}");
        if (graph.Topology.Swap is { } swap)
        {
            parts.Add($"swap {FactText.Size(swap.Capacity)}");
        }

        return string.Join(" · ", parts);
    }

    private static IEnumerable<string> Rules(PolicyGraph graph) => graph.Policy is not { } policy
        ? []
        : policy.ReclaimRules.Select(rule => rule.Text).Concat(policy.PromoteRules.Select(rule => rule.Text)).Select(rule => Shorten(rule, 120));

    private static string Shorten(string text, int longest) => text.Length <= longest ? text : string.Concat(text.AsSpan(0, longest - 1), "…");

    private void Text(int x, int y, string style, string text)
        => Line(FormattableString.Invariant($"<text class=\"{style}\" x=\"{x}\" y=\"{y}\">{Escape(text)}</text>"));

    private void Line(string line) => _text.Append(line).Append('\n');

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Escape(string text) => SecurityElement.Escape(text);
}
