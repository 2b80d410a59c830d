using System.Globalization;
using Spectre.Console;
using TierPolicy.Traces;

namespace TierPolicy.Tool.Tracing;

/// <summary>What is in a trace, as it was read through.</summary>
internal sealed record TraceInfo
{
    public required string Trace { get; init; }

    public required string Format { get; init; }

    /// <summary>What is around the trace: none, gzip or zstd.</summary>
    public required string Packed { get; init; }

    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Bytes a page; null where the trace does not tell.</summary>
    public int? PageSize { get; init; }

    public required int Sampling { get; init; }

    public required long Accesses { get; init; }

    public required long DistinctPages { get; init; }

    public required long Writes { get; init; }

    public required long Dropped { get; init; }

    /// <summary>From the first access to the last; null in a trace without times.</summary>
    public long? DurationNanoseconds { get; init; }

    /// <summary>Accesses to pages of each kind; null in a trace without kinds.</summary>
    public long? AnonAccesses { get; init; }

    /// <inheritdoc cref="AnonAccesses"/>
    public long? FileAccesses { get; init; }

    public static TraceInfo Of(TraceReader trace)
    {
        HashSet<ulong> pages = [];
        var kinds = new long[3];
        long accesses = 0;
        long writes = 0;
        long first = -1;
        long last = 0;
        var buffer = new TraceAccess[1 << 14];
        int count;
        while ((count = trace.Read(buffer)) > 0)
        {
            first = first < 0 ? buffer[0].Time : first;
            last = buffer[count - 1].Time;
            accesses += count;
            foreach (ref readonly TraceAccess access in buffer.AsSpan(0, count))
            {
                writes += access.IsWrite ? 1 : 0;
                kinds[(int)access.Kind]++;
                pages.Add(access.Page);
            }
        }

        bool hasKinds = trace.Columns.HasFlag(TraceColumns.Kind);
        return new TraceInfo
        {
            Trace = trace.Name,
            Format = trace.Format.ToString().ToLowerInvariant(),
            Packed = trace.Wrapping.ToString().ToLowerInvariant(),
            Columns = [.. Enum.GetValues<TraceColumns>().Where(column => column is not TraceColumns.None and not TraceColumns.All && trace.Columns.HasFlag(column)).Select(static column => column.ToString().ToLowerInvariant())],
            PageSize = trace.PageSize > 0 ? trace.PageSize : null,
            Sampling = trace.Sampling,
            Accesses = accesses,
            DistinctPages = pages.Count,
            Writes = writes,
            Dropped = trace.Dropped ?? 0,
            DurationNanoseconds = trace.Columns.HasFlag(TraceColumns.Time) ? last - Math.Max(first, 0) : null,
            AnonAccesses = hasKinds ? kinds[(int)TracePageKind.Anon] : null,
            FileAccesses = hasKinds ? kinds[(int)TracePageKind.File] : null,
        };
    }

    public void Print(Terminal terminal)
    {
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn(new GridColumn().NoWrap());
        void Row(string name, string value) => grid.AddRow(new Text(name), new Text(value));

        Row("trace", Trace);
        Row("format", Packed == "none" ? Format : $"{Format}, packed with {Packed}");
        Row("columns", string.Join(", ", Columns));
        Row("accesses", Number(Accesses));
        Row("writes", Share(Writes));
        if (AnonAccesses is { } anon && FileAccesses is { } file)
        {
            Row("to anon pages", Share(anon));
            Row("to file pages", Share(file));
        }

        Row("pages", PageSize is { } size ? string.Create(CultureInfo.InvariantCulture, $"{DistinctPages:N0} of {size:N0} bytes, {(double)DistinctPages * size / (1 << 20):N1} MiB in all") : Number(DistinctPages));
        if (DurationNanoseconds is { } duration)
        {
            Row("duration", string.Create(CultureInfo.InvariantCulture, $"{duration / 1e9:0.######} s"));
        }

        if (Sampling > 1)
        {
            Row("sampling", $"one access in {Number(Sampling)}");
        }

        if (Dropped > 0)
        {
            Row("dropped", $"{Number(Dropped)} accesses that were to be recorded and are not there");
        }

        terminal.Lines.Write(grid);
    }

    private string Share(long part) => Accesses == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"{part:N0} ({100.0 * part / Accesses:0.##} %)");

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
