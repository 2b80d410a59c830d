using Spectre.Console;

namespace TierPolicy.Tool.Simulating;

/// <summary>Shows a sweep to a person: a row a run, and which of them are worth a look.</summary>
internal sealed class SweepPrinter(Terminal terminal)
{
    public void Print(IReadOnlyList<string> names, IReadOnlyList<SweepPoint> points)
    {
        terminal.Tables.Write(TableOf(names, points));
        terminal.Out.WriteLine($"{points.Count} runs; on the front, where nothing is both cheaper and faster:");
        terminal.Tables.Write(TableOf(names, [.. points.Where(static point => point.IsOnFront).OrderBy(static point => point.Cost)]));
    }

    private static Table TableOf(IReadOnlyList<string> names, IReadOnlyList<SweepPoint> points)
    {
        bool hasPrices = points.Any(static point => point.Result.CostPerHour is not null);
        Table table = new Table().Border(TableBorder.Rounded);
        foreach (string column in (string[])[.. names, hasPrices ? "cost/h" : "DRAM pages", "an access, all work", "mean", "p99", "miss ratio", "demotions", "promotions", "front"])
        {
            table.AddColumn(new TableColumn(new Text(column)).RightAligned());
        }

        foreach (SweepPoint point in points)
        {
            string[] cells =
            [
                .. point.Values,
                hasPrices ? Figures.Cost(point.Result.CostPerHour) : Figures.Of((long)point.Cost),
                Figures.Time(point.Result.NanosecondsAnAccess),
                Figures.Time(point.Result.AccessTimes.Mean),
                Figures.Time(point.Result.AccessTimes.P99),
                Figures.Share((long)(point.Result.MissRatio * point.Result.Accesses), point.Result.Accesses),
                Figures.Of(point.Result.Demotions),
                Figures.Of(point.Result.Promotions),
                point.IsOnFront ? "*" : "",
            ];
            table.AddRow(cells.Select(static cell => new Text(cell)));
        }

        return table;
    }
}
