using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using TierPolicy.Simulation;
using TierPolicy.Simulation.Tests.Oracles;

// dotnet run --project tests/Simulation.Tests -c Release -- oracles [TRACE…]
if (args is not ["oracles", .. string[] wanted])
{
    await Console.Error.WriteLineAsync("This is a test project: 'dotnet test' runs it; 'oracles [TRACE…]' prints what published simulators say of the traces in shared/traces beside what this one does.");
    return 2;
}

AnsiConsole.Profile.Width = Math.Max(200, AnsiConsole.Profile.Width);
Table table = new Table().Border(TableBorder.Simple).AddColumns("trace", "algorithm", "size in pages");
table.AddColumn("ours", static column => column.RightAligned()).AddColumn("theirs", static column => column.RightAligned()).AddColumns("", "");
int rows = 0;
int wrong = 0;
Stopwatch watch = Stopwatch.StartNew();
foreach (string trace in OracleTable.Traces.Where(trace => wanted.Length == 0 || wanted.Contains(trace)))
{
    if (SharedTraces.Load(trace) is NumberedTrace accesses)
    {
        foreach (OracleRow row in OracleTable.OneTier(trace, accesses).Concat(OracleTable.TwoTiers(trace, accesses)).Concat(OracleTable.TwoList(trace, accesses)).Concat(OracleTable.Identity(trace, accesses)))
        {
            table.AddRow(row.Trace, row.Algorithm, row.Size, row.OursAsGiven, row.TheirsAsGiven, row.Holds ? "" : "[red]differs[/]", Markup.Escape(row.Note ?? ""));
            rows++;
            wrong += row.Holds ? 0 : 1;
        }
    }
}

AnsiConsole.Write(table);
AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows} rows, {wrong} of them differ; {watch.Elapsed.TotalSeconds:0.0} s"));
return wrong == 0 && rows > 0 ? 0 : 1;
