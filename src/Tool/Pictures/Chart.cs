using System.Text.Json.Serialization;

namespace TierPolicy.Tool.Pictures;

/// <summary>A picture: a table, and the way in which it is drawn. What people and screen readers find in the table is what they see drawn, no more and no less.</summary>
/// <param name="Kind">The way.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Summary">What is to be seen in it, in words; for whoever does not see it, too.</param>
/// <param name="Columns">The columns of the table. The first is what the chart goes along; the others are drawn, but for <see cref="ChartKind.Flows"/>, <see cref="ChartKind.Heat"/> and <see cref="ChartKind.Front"/>.</param>
/// <param name="Rows">A cell a column: a string, a number in the column's unit, or null where there is none.</param>
internal sealed record Chart(
    ChartKind Kind,
    [property: JsonIgnore] string Title,
    [property: JsonIgnore] string Summary,
    IReadOnlyList<ChartColumn> Columns,
    IReadOnlyList<object?[]> Rows)
{
    /// <summary>The name of the axis that all columns but the first share.</summary>
    public string Axis { get; init; } = "";

    /// <summary>Whether the first column's axis is logarithmic.</summary>
    public bool LogX { get; init; }

    /// <summary>Whether the other axis is.</summary>
    public bool LogY { get; init; }

    /// <summary>Whether a value holds until the next one.</summary>
    public bool Steps { get; init; }

    /// <summary>Whether each row is marked by a point, as it was measured there and nowhere between.</summary>
    public bool Marks { get; init; }

    /// <summary>From top to bottom, the places between which pages flow.</summary>
    public IReadOnlyList<string> Order { get; init; } = [];

    /// <summary>All reasons for which pages can flow: each has its colour, whichever occur.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Whether it is drawn beside the one after it, where there is room.</summary>
    [JsonIgnore]
    public bool IsPaired { get; init; }
}

/// <summary>A column of a chart's table.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Unit">What its cells are.</param>
internal sealed record ChartColumn(string Name, ChartUnit Unit);

/// <summary>What a number is.</summary>
internal enum ChartUnit
{
    /// <summary>None: a string.</summary>
    Text,

    /// <summary>A number of something.</summary>
    Count,

    Bytes,

    /// <summary>Nanoseconds.</summary>
    Time,

    /// <summary>From 0 to 1.</summary>
    Share,

    /// <summary>In the currency of the topology's prices.</summary>
    Price,
}

/// <summary>The ways in which charts are drawn, each a function of <c>Page/page.js</c>.</summary>
internal enum ChartKind
{
    /// <summary>Areas on top of each other.</summary>
    Stack,

    Lines,

    /// <summary>A Sankey diagram. Columns: from, to, why, how much.</summary>
    Flows,

    /// <summary>Bars from left to right, a row each; several columns follow on each other.</summary>
    Bars,

    /// <summary>A heat map. Columns: from left to right, from bottom to top, the colour.</summary>
    Heat,

    /// <summary>Points, and a line through the best of them. Columns: from left to right, from bottom to top, what it is, <c>yes</c> for the best.</summary>
    Front,
}
