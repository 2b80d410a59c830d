using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace TierPolicy.Samples.Quickstart;

/// <summary>The three runs side by side, for people and for machines.</summary>
internal sealed class Comparison(Workload workload, IReadOnlyList<RunResult> runs)
{
    public void WriteTable(IAnsiConsole console)
    {
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{workload.Name}: {workload.Count:N0} accesses to {workload.Pages:N0} pages of 4 KiB"));
        console.WriteLine("DRAM holds 10 % of the pages, CXL 40 %");
        console.WriteLine();

        Table table = new Table().Border(console.Profile.Capabilities.Interactive ? TableBorder.Rounded : TableBorder.Ascii).AddColumn("");
        foreach (RunResult run in runs)
        {
            table.AddColumn(run.Name, column => column.RightAligned());
        }

        foreach (string node in runs[^1].Hits.Select(static hits => hits.Key))
        {
            AddRow(table, $"hits in {node}", run => run.Hits.Any(hits => hits.Key == node) ? run.Hits.Single(hits => hits.Key == node).Value : null);
        }

        AddRow(table, "store reads at first touch", static run => run.FirstReads);
        AddRow(table, "store reads after it", static run => run.StoreReads);
        AddRow(table, "swap-ins", static run => run.SwapIns);
        AddRow(table, "demotions", static run => run.Demotions);
        AddRow(table, "promotions", static run => run.Promotions);
        AddRow(table, "seconds", static run => run.Seconds, "N1");
        AddRow(table, "mean access, ns (declared latencies)", static run => run.MeanAccessNanoseconds);
        console.Write(table);

        RunResult before = runs[0];
        RunResult after = runs[^1];
        double reloads = 100.0 * (after.StoreReads + after.SwapIns) / Math.Max(1, before.StoreReads + before.SwapIns);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"With demotion, {reloads:N0} % of the store reads and swap-ins of {before.Name};"));
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"a mean access takes {Share(after, before):N0} % of its time there, and {Share(after, runs[1]):N0} % of that of {runs[1].Name}."));
    }

    /// <summary>Writes the comparison as JSON, beside the file first, so that none is left half-written.</summary>
    public void WriteJson(string path)
    {
        // A link is followed, not replaced.
        FileInfo target = new(path);
        path = target.LinkTarget is null ? path : target.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        if (Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal))
        {
            // A device is written to; a file must not take its place.
            using FileStream device = new(path, FileMode.Open, FileAccess.Write);
            Write(device);
            return;
        }

        string temporary = $"{path}.{Environment.ProcessId}.partial";
        try
        {
            using (FileStream file = new(temporary, FileMode.CreateNew))
            {
                Write(file);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static double Share(RunResult part, RunResult whole) => 100 * part.MeanAccessNanoseconds / whole.MeanAccessNanoseconds;

    private void AddRow(Table table, string name, Func<RunResult, double?> value, string format = "N0") =>
        table.AddRow([name, .. runs.Select(run => value(run)?.ToString(format, CultureInfo.InvariantCulture) ?? "-")]);

    /// <summary>Says before a long run, and not after it, that its result could not be written.</summary>
    /// <exception cref="DirectoryNotFoundException">The file's folder does not exist, or the path is a folder.</exception>
    public static void RequireFolderOf(string path)
    {
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))) || Directory.Exists(path))
        {
            throw new DirectoryNotFoundException($"The comparison cannot be written to '{path}': its folder does not exist, or it is a folder itself.");
        }
    }

    private void Write(Stream stream)
    {
        using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("trace", workload.Name);
        json.WriteNumber("pages", workload.Pages);
        json.WriteNumber("accesses", workload.Count);
        json.WriteStartArray("runs");
        foreach (RunResult run in runs)
        {
            json.WriteStartObject();
            json.WriteString("name", run.Name);
            json.WriteStartObject("hits");
            foreach ((string node, long hits) in run.Hits)
            {
                json.WriteNumber(node, hits);
            }

            json.WriteEndObject();
            json.WriteNumber("first_reads", run.FirstReads);
            json.WriteNumber("store_reads", run.StoreReads);
            json.WriteNumber("swap_ins", run.SwapIns);
            json.WriteNumber("demotions", run.Demotions);
            json.WriteNumber("promotions", run.Promotions);
            json.WriteNumber("mismatches", run.Mismatches);
            json.WriteNumber("seconds", Math.Round(run.Seconds, 3));
            json.WriteNumber("mean_access_ns", Math.Round(run.MeanAccessNanoseconds, 1));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
