using TierPolicy.Tool.Simulating;

namespace TierPolicy.Tool.Pictures;

/// <summary>What a sweep looks like: how time depends on what is swept, and what it costs.</summary>
internal static class SweepCharts
{
    /// <summary>A cell a combination of the first two names; where there are more, the fastest of what is left. A bar each where only one is swept.</summary>
    public static Chart Times(IReadOnlyList<string> names, IReadOnlyList<SweepPoint> points)
    {
        SweepPoint fastest = Fastest(points);
        SweepPoint slowest = points.MaxBy(static point => point.Result.NanosecondsAnAccess)!;
        string summary = $"The fastest of {points.Count} runs is {Describe(names, fastest)}, with {Figures.Time(fastest.Result.NanosecondsAnAccess)} an access, all work included; the slowest {Describe(names, slowest)}, with {Figures.Time(slowest.Result.NanosecondsAnAccess)}.";
        if (names.Count == 1)
        {
            return new Chart(
                ChartKind.Bars,
                $"Time an access by {names[0]}",
                summary,
                [new(names[0], ChartUnit.Text), new("an access, all work", ChartUnit.Time)],
                [.. points.Select(static point => (object?[])[point.Values[0], Rounded(point)])])
            {
                Axis = "time an access",
            };
        }

        return new Chart(
            ChartKind.Heat,
            $"Time an access by {names[0]} and {names[1]}",
            summary + (names.Count > 2 ? $" Each cell is the fastest over {string.Join(" and ", names.Skip(2))}." : ""),
            [new(names[0], ChartUnit.Text), new(names[1], ChartUnit.Text), new("an access, all work", ChartUnit.Time), .. names.Skip(2).Select(static name => new ChartColumn(name, ChartUnit.Text))],
            [.. points.GroupBy(static point => (point.Values[0], point.Values[1])).Select(static cell => Fastest([.. cell])).Select(static point => (object?[])[point.Values[0], point.Values[1], Rounded(point), .. point.Values.Skip(2)])]);
    }

    /// <summary>Cost and time of all runs, and those than which none is both cheaper and faster.</summary>
    public static Chart Front(IReadOnlyList<string> names, IReadOnlyList<SweepPoint> points)
    {
        bool hasPrices = points.Any(static point => point.Result.CostPerHour is not null);
        SweepPoint[] front = [.. points.Where(static point => point.IsOnFront).OrderBy(static point => point.Cost)];
        return new Chart(
            ChartKind.Front,
            "Cost and time",
            $"Of {points.Count} runs {front.Length} are on the front, where nothing is both cheaper and faster: from {Describe(names, front[0])} to {Describe(names, front[^1])}.",
            [hasPrices ? new("cost an hour", ChartUnit.Price) : new("DRAM pages", ChartUnit.Count), new("an access, all work", ChartUnit.Time), new("run", ChartUnit.Text), new("on the front", ChartUnit.Text)],
            [.. points.Select(point => (object?[])[Math.Round(point.Cost, 6), Rounded(point), Describe(names, point), point.IsOnFront ? "yes" : "no"])]);
    }

    /// <summary>The first of the fastest.</summary>
    internal static SweepPoint Fastest(IReadOnlyList<SweepPoint> points) => points.MinBy(static point => point.Result.NanosecondsAnAccess)!;

    internal static string Describe(IReadOnlyList<string> names, SweepPoint point) => string.Join(", ", names.Zip(point.Values, static (name, value) => $"{name}={value}"));

    private static double Rounded(SweepPoint point) => Math.Round(point.Result.NanosecondsAnAccess, 3);
}
