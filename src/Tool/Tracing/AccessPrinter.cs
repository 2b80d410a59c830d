using System.Globalization;
using Spectre.Console;
using TierPolicy.Tool.Reports;
using TierPolicy.Traces;

namespace TierPolicy.Tool.Tracing;

/// <summary>Shows accesses one by one: a table, or for machines an object a line. Only what the trace tells is shown.</summary>
internal sealed class AccessPrinter(Terminal terminal, TraceColumns columns, bool asJson)
{
    public void Print(TraceReader trace, long first, long count)
    {
        Table table = new Table().Border(TableBorder.None).AddColumn(new TableColumn("access").RightAligned()).AddColumn(new TableColumn("page").RightAligned());
        foreach (TraceColumns column in (TraceColumns[])[TraceColumns.Write, TraceColumns.Kind, TraceColumns.Domain, TraceColumns.Tag, TraceColumns.Size, TraceColumns.Time])
        {
            if (columns.HasFlag(column))
            {
                table.AddColumn(column == TraceColumns.Write ? "op" : column.ToString().ToLowerInvariant());
            }
        }

        long number = first;
        foreach (TraceAccess access in count == 0 ? [] : trace.ReadAll())
        {
            AccessJson shown = Shown(number++, access);
            if (asJson)
            {
                Json.Write(terminal.Out, shown);
            }
            else
            {
                table.AddRow([.. Cells(shown).Select(static cell => new Text(cell))]);
            }

            if (number - first == count)
            {
                break;
            }
        }

        if (!asJson)
        {
            terminal.Lines.Write(table);
        }
    }

    private AccessJson Shown(long number, TraceAccess access) => new(number, access.Page)
    {
        Op = columns.HasFlag(TraceColumns.Write) ? access.IsWrite ? "write" : "read" : null,
        Kind = columns.HasFlag(TraceColumns.Kind) ? access.Kind.ToString().ToLowerInvariant() : null,
        Domain = columns.HasFlag(TraceColumns.Domain) ? access.Domain : null,
        Tag = columns.HasFlag(TraceColumns.Tag) ? access.Tag : null,
        Size = columns.HasFlag(TraceColumns.Size) ? access.Size : null,
        TimeNanoseconds = columns.HasFlag(TraceColumns.Time) ? access.Time : null,
    };

    private static IEnumerable<string> Cells(AccessJson access)
    {
        object?[] cells = [access.Access, access.Page, access.Op, access.Kind, access.Domain, access.Tag, access.Size, access.TimeNanoseconds is { } time ? $"{Seconds(time)} s" : null];
        return cells.Where(static cell => cell is not null).Select(static cell => Convert.ToString(cell, CultureInfo.InvariantCulture)!);
    }

    private static string Seconds(long nanoseconds) => (nanoseconds / 1e9m).ToString("0.#########", CultureInfo.InvariantCulture);

    private sealed record AccessJson(long Access, ulong Page)
    {
        public string? Op { get; init; }

        public string? Kind { get; init; }

        public int? Domain { get; init; }

        public int? Tag { get; init; }

        public uint? Size { get; init; }

        public long? TimeNanoseconds { get; init; }
    }
}
