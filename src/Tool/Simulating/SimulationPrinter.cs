using Spectre.Console;
using TierPolicy.Simulation;

namespace TierPolicy.Tool.Simulating;

/// <summary>Shows a result to a person: the nodes, the ways that pages went, and what accesses took.</summary>
internal sealed class SimulationPrinter(Terminal terminal)
{
    private static readonly Style Strong = new(decoration: Decoration.Bold);

    public void Print(SimulationResult result)
    {
        terminal.Lines.Write(new Text($"{result.Policy}: {Figures.Of(result.Accesses)} accesses to {Figures.Of(result.Pages)} pages, {Figures.Share(result.Writes, result.Accesses)} of them writes\n", Strong));
        PrintNodes(result);
        PrintFlows(result);
        PrintTimes(result);
        terminal.Out.WriteLine($"simulated {Figures.Of((long)result.RequestsPerSecond)} accesses a second");
    }

    private void PrintNodes(SimulationResult result)
    {
        Table table = Columns("node", "pages", "in use", "hits", "share", "demoted", "promoted to", "ping-pong", "stalls", "cost/h");
        foreach (NodeResult node in result.Nodes)
        {
            Add(
                table,
                node.Name,
                Figures.Of(node.CapacityPages),
                Figures.Of(node.PagesInUse),
                Figures.Of(node.Hits),
                Figures.Share(node.Hits, result.Accesses),
                Figures.Of(node.Demotions),
                Figures.Of(node.Promotions),
                Figures.Of(node.PingPong),
                Figures.Of(node.Stalls),
                Figures.Cost(node.CostPerHour));
        }

        AddElsewhere(table, result, "store", result.StoreReads);
        AddElsewhere(table, result, "swap", result.SwapReads);
        AddElsewhere(table, result, "new", result.NewPages);
        terminal.Tables.Write(table);
    }

    private static void AddElsewhere(Table table, SimulationResult result, string name, long accesses)
    {
        if (accesses > 0)
        {
            Add(table, name, "", "", Figures.Of(accesses), Figures.Share(accesses, result.Accesses), "", "", "", "", "");
        }
    }

    private void PrintFlows(SimulationResult result)
    {
        Table table = Columns("pages went", "why", "pages", "bytes");
        foreach (PageFlow flow in result.Flows)
        {
            Add(table, $"{flow.From} -> {flow.To}", Reason(flow.Reason), Figures.Of(flow.Pages), Figures.Bytes((double)flow.Pages * result.PageSize));
        }

        if (result.Writebacks > 0)
        {
            Add(table, "written to the store", "dirty", Figures.Of(result.Writebacks), Figures.Bytes((double)result.Writebacks * result.PageSize));
        }

        terminal.Tables.Write(table);
    }

    private void PrintTimes(SimulationResult result)
    {
        AccessTimes times = result.AccessTimes;
        Table table = Columns("an access takes", "mean", "p50", "p99", "p99.9", "most", "stalled in all", "background an access", "cost/h");
        Add(
            table,
            "",
            Figures.Time(times.Mean),
            Figures.Time(times.P50),
            Figures.Time(times.P99),
            Figures.Time(times.P999),
            Figures.Time(times.Max),
            Figures.Time(result.StallNanoseconds),
            Figures.Time(result.NanosecondsAnAccess - times.Mean),
            Figures.Cost(result.CostPerHour));
        terminal.Tables.Write(table);
    }

    /// <summary>Why pages went a way, as a participle.</summary>
    public static string Reason(FlowReason reason) => reason switch
    {
        FlowReason.PageIn => "accessed",
        FlowReason.Demotion => "demoted",
        FlowReason.Promotion => "promoted",
        FlowReason.Discard => "discarded",
        _ => "swapped out",
    };

    private static Table Columns(string first, params string[] others)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumn(first);
        foreach (string column in others)
        {
            table.AddColumn(column, static added => added.RightAligned());
        }

        return table;
    }

    private static void Add(Table table, params string[] cells) => table.AddRow(cells.Select(static cell => new Text(cell)));
}
