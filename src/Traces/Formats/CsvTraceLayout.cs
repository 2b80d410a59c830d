using Sylvan.Data.Csv;

namespace TierPolicy.Traces;

/// <summary>Which column of a CSV says what, by number; null where none does.</summary>
internal sealed record CsvTraceLayout
{
    private static readonly string[] PageNames = ["page", "key", "object", "obj", "obj_id", "object_id", "id", "block", "lbn"];
    private static readonly string[] OffsetNames = ["offset", "address", "addr"];
    private static readonly string[] WriteNames = ["write", "op", "operation", "type"];
    private static readonly string[] DomainNames = ["domain", "tenant"];
    private static readonly string[] SizeNames = ["size", "length", "bytes", "obj_size", "object_size"];
    private static readonly string[] TimeNames = ["time", "timestamp", "ts"];

    /// <summary>Timestamp, host, disk, type, offset, size, response time.</summary>
    public static CsvTraceLayout Msr { get; } = new() { Time = 0, Write = 3, Offset = 4, Size = 5, TimeUnit = 100 };

    public int? Page { get; init; }

    public int? Offset { get; init; }

    public int? Write { get; init; }

    public int? Kind { get; init; }

    public int? Domain { get; init; }

    public int? Tag { get; init; }

    public int? Size { get; init; }

    public int? Time { get; init; }

    /// <summary>Nanoseconds that a time of 1 stands for.</summary>
    public double TimeUnit { get; init; }

    public TraceColumns Columns =>
        TraceColumns.Page
        | If(Write, TraceColumns.Write)
        | If(Kind, TraceColumns.Kind)
        | If(Domain, TraceColumns.Domain)
        | If(Tag, TraceColumns.Tag)
        | (Offset is null ? If(Size, TraceColumns.Size) : TraceColumns.None)
        | If(Time, TraceColumns.Time);

    /// <summary>Looks the columns up by their names.</summary>
    /// <exception cref="TraceFormatException">One that was named is not there, or none says which page.</exception>
    public static CsvTraceLayout ByName(string name, CsvDataReader csv, CsvTraceColumns columns)
    {
        Dictionary<string, int> numbers = new(StringComparer.OrdinalIgnoreCase);
        for (int column = 0; column < csv.FieldCount; column++)
        {
            numbers.TryAdd(csv.GetName(column).Trim(), column);
        }

        var layout = new CsvTraceLayout
        {
            Page = columns.Offset is null ? Find(columns.Page, PageNames) : null,
            Offset = columns.Page is null ? Find(columns.Offset, OffsetNames) : null,
            Write = Find(columns.Write, WriteNames),
            Kind = Find(columns.Kind, ["kind"]),
            Domain = Find(columns.Domain, DomainNames),
            Tag = Find(columns.Tag, ["tag"]),
            Size = Find(columns.Size, SizeNames),
            Time = Find(columns.Time, TimeNames),
            TimeUnit = columns.TimeUnit,
        };
        return layout switch
        {
            { Page: null, Offset: null } => throw TraceFormatException.AtLine(
                name, 1, $"expected a column that says which page, such as 'page', 'key' or 'offset', found {Names()}; '--column page=NAME' names it"),
            { Page: not null } => layout with { Offset = null },
            _ => layout,
        };

        string Names() => string.Join(", ", numbers.Keys.Take(20).Select(static column => $"'{column}'"));

        int? Find(string? given, string[] usual)
        {
            if (given is null)
            {
                string? found = usual.FirstOrDefault(numbers.ContainsKey);
                return found is null ? null : numbers[found];
            }

            return numbers.TryGetValue(given, out int number)
                ? number
                : throw TraceFormatException.AtLine(name, 1, $"expected a column '{given}', found {Names()}");
        }
    }

    private static TraceColumns If(int? column, TraceColumns then) => column is null ? TraceColumns.None : then;
}
