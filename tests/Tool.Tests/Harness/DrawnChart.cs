using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TierPolicy.Tool.Tests.Harness;

/// <summary>A chart of a page that a browser has opened: what was to be drawn, and what is there.</summary>
/// <param name="Data">The chart in the page's data.</param>
/// <param name="Svg">The picture.</param>
/// <param name="TableRows">Rows of its table.</param>
internal sealed partial record DrawnChart(JsonElement Data, XElement Svg, int TableRows)
{
    public string Kind => Data.GetProperty("kind").GetString()!;

    public JsonElement[] Rows => [.. Data.GetProperty("rows").EnumerateArray()];

    public int Columns => Data.GetProperty("columns").GetArrayLength();

    private IEnumerable<XElement> Paths => Svg.Descendants().Where(static element => element.Name.LocalName == "path");

    /// <summary>Lines of data: those of axes and grids are not joined from several.</summary>
    public IReadOnlyList<string> Lines => [.. Paths.Where(static path => Is(path, "fill", "none") && Is(path, "stroke-linejoin", "bevel")).Select(PathOf)];

    /// <summary>Areas and flows, both of which one sees through.</summary>
    public int TranslucentShapes => Paths.Count(static path => Is(path, "fill-opacity", "0.55"));

    /// <summary>Symbols that mark a point.</summary>
    public int Symbols => Paths.Count(static path => path.Attribute("transform")?.Value.StartsWith("matrix(", StringComparison.Ordinal) == true);

    /// <summary>Rectangles in a series' colour.</summary>
    public int Bars => Paths.Count(static path => path.Attribute("transform") is null && path.Attribute("stroke") is null && path.Attribute("fill")?.Value.Length == 7 && Rectangle().IsMatch(PathOf(path)));

    /// <summary>Rectangles in a colour of a scale.</summary>
    public int Cells => Paths.Count(static path => Is(path, "stroke-width", "2") && path.Attribute("fill")?.Value.StartsWith("rgb(", StringComparison.Ordinal) == true && Rectangle().IsMatch(PathOf(path)));

    /// <summary>The points of a line, from left to right.</summary>
    public static int PointsOf(string line) => line.Count(static c => c is 'M' or 'L');

    /// <summary>At how many different heights its points are.</summary>
    public static int HeightsOf(string line) => line.Split('M', 'L').Skip(1).Select(static point => point.Trim().Split(' ')[1]).Distinct(StringComparer.Ordinal).Count();

    /// <summary>All charts of a page.</summary>
    public static IReadOnlyList<DrawnChart> Of(string page)
    {
        JsonElement[] data = [.. JsonDocument.Parse(DataBlock().Match(page).Groups[1].Value).RootElement.EnumerateArray()];
        return [.. data.Select((chart, i) =>
        {
            string section = page[page.IndexOf($"id=\"chart-{i}\"", StringComparison.Ordinal)..];
            section = section[..section.IndexOf("</section>", StringComparison.Ordinal)];
            int svg = section.IndexOf("<svg", StringComparison.Ordinal);
            Assert.True(svg > 0, $"chart {i} is not drawn");
            string body = section[section.IndexOf("<tbody>", StringComparison.Ordinal)..];
            return new DrawnChart(chart, XElement.Parse(section[svg..(section.IndexOf("</svg>", StringComparison.Ordinal) + "</svg>".Length)]), body.Split("<tr>").Length - 1);
        })];
    }

    private static bool Is(XElement path, string attribute, string value) => path.Attribute(attribute)?.Value == value;

    private static string PathOf(XElement path) => path.Attribute("d")?.Value ?? "";

    [GeneratedRegex("^M[-.0-9]+ [-.0-9]+l[-.0-9]+ 0l0 [-.0-9]+l[-.0-9]+ 0Z$")]
    private static partial Regex Rectangle();

    [GeneratedRegex("<script type=\"application/json\" id=\"data\">(.*?)</script>")]
    private static partial Regex DataBlock();
}
