using System.CommandLine;
using System.Globalization;
using System.Numerics;
using TierPolicy.Traces;

namespace TierPolicy.Tool.Verbs;

/// <summary>How a trace is read: what all verbs that read one take.</summary>
internal sealed class TraceOptions
{
    private const string Columns = "page, offset, op, kind, domain, tag, size, time";

    private readonly Option<string?> _format = new("--format") { Description = $"The trace's format, where it is not to be found out: {string.Join(", ", Formats)}." };
    private readonly Option<string> _page = new("--page") { Description = "The size of a page, a power of two from 64 to 64MiB.", DefaultValueFactory = static _ => "4KiB" };
    private readonly Option<bool> _ignoreSize = new("--ignore-size") { Description = "Take every object for one page, whatever its size." };
    private readonly Option<string[]> _column = new("--column")
    {
        Description = $"What a column of a CSV is called, as page=obj_id; may be given several times. Columns are {Columns}.",
        DefaultValueFactory = static _ => [],
    };

    private readonly Option<string> _timeUnit = new("--time-unit") { Description = "What the times of a CSV count.", DefaultValueFactory = static _ => "s" };

    public TraceOptions()
    {
        _format.AcceptOnlyFromAmong([.. Formats]);
        _timeUnit.AcceptOnlyFromAmong("s", "ms", "us", "ns");
    }

    /// <summary>The formats by the names that users give them.</summary>
    public static IReadOnlyList<string> Formats { get; } = [.. Enum.GetNames<TraceFormat>().Select(static name => name.ToLowerInvariant())];

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_format, _page, _ignoreSize, _column, _timeUnit])
        {
            command.Add(option);
        }
    }

    /// <exception cref="UsageException">An option is none.</exception>
    public TraceReadOptions Read(ParseResult arguments) => new()
    {
        Format = arguments.GetValue(_format) is { } format ? Enum.Parse<TraceFormat>(format, ignoreCase: true) : null,
        PageSize = PageSize("--page", arguments.GetValue(_page)!),
        IgnoreSize = arguments.GetValue(_ignoreSize),
        Csv = ReadColumns(arguments),
    };

    /// <summary>A page's size, in bytes or with a unit.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static int PageSize(string option, string text)
    {
        (string digits, int unit) = text switch
        {
            _ when text.EndsWith("KiB", StringComparison.Ordinal) => (text[..^3], 1 << 10),
            _ when text.EndsWith("MiB", StringComparison.Ordinal) => (text[..^3], 1 << 20),
            _ => (text, 1),
        };
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && (long)number * unit is >= 64 and <= 64 << 20 and var bytes && BitOperations.IsPow2(bytes)
            ? (int)bytes
            : throw new UsageException($"{option}: '{text}' is no size of a page, which is a power of two from 64 to 64MiB");
    }

    private CsvTraceColumns ReadColumns(ParseResult arguments)
    {
        CsvTraceColumns columns = new()
        {
            TimeUnit = arguments.GetValue(_timeUnit) switch { "ns" => 1, "us" => 1e3, "ms" => 1e6, _ => 1e9 },
        };
        foreach (string given in arguments.GetValue(_column)!)
        {
            string[] parts = given.Split('=', 2);
            string name = parts.Length == 2 && parts[1].Length > 0 ? parts[1] : throw new UsageException($"--column: '{given}' is not as page=obj_id");
            columns = parts[0] switch
            {
                "page" => columns with { Page = name },
                "offset" => columns with { Offset = name },
                "op" => columns with { Write = name },
                "kind" => columns with { Kind = name },
                "domain" => columns with { Domain = name },
                "tag" => columns with { Tag = name },
                "size" => columns with { Size = name },
                "time" => columns with { Time = name },
                _ => throw new UsageException($"--column: '{parts[0]}' is none of {Columns}"),
            };
        }

        return columns.Page is not null && columns.Offset is not null ? throw new UsageException("--column: a trace has pages or offsets, not both") : columns;
    }
}
