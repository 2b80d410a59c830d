using System.Text;
using Sylvan.Data.Csv;

namespace TierPolicy.Traces;

/// <summary>Reads comma-separated values, by the names of their columns or as MSR Cambridge lays them out. Offsets of bytes give an access to each page that the bytes lie on.</summary>
internal sealed class CsvTraceReader : TraceReader
{
    // Names stand in the first row, which is the library's row 0; lines begin with 1.
    private readonly int _firstLine;
    private readonly TraceReadOptions _options;
    private readonly CsvDataReader _csv;
    private readonly CsvTraceLayout _layout;
    private CsvTraceRow _row;
    private Int128 _firstTime;
    private bool _hasFirst;

    private CsvTraceReader(TraceInput input, TraceReadOptions options, TraceFormat format, CsvDataReader csv, CsvTraceLayout layout)
        : base(input, format)
    {
        _options = options;
        _csv = csv;
        _layout = layout;
        _firstLine = format == TraceFormat.Csv ? 1 : 0;
    }

    public override TraceColumns Columns => _layout.Columns;

    public override int PageSize => _layout.Offset is null ? 0 : _options.PageSize;

    /// <summary>A CSV with a row of names.</summary>
    public static CsvTraceReader WithNames(TraceInput input, TraceReadOptions options)
    {
        CsvDataReader csv = Open(input, hasHeaders: true);
        return new CsvTraceReader(input, options, TraceFormat.Csv, csv, CsvTraceLayout.ByName(input.Name, csv, options.Csv));
    }

    /// <summary>MSR Cambridge's seven columns, with times in Windows' units of 100 ns.</summary>
    public static CsvTraceReader OfMsr(TraceInput input, TraceReadOptions options) =>
        new(input, options, TraceFormat.Msr, Open(input, hasHeaders: false), CsvTraceLayout.Msr);

    public override int Read(Span<TraceAccess> accesses)
    {
        int count = 0;
        while (count < accesses.Length)
        {
            if (_row.TryTake(out accesses[count]))
            {
                count++;
            }
            else if (!TryReadRow())
            {
                break;
            }
        }

        return count;
    }

    protected override void Dispose(bool disposing)
    {
        _csv.Dispose();
        base.Dispose(disposing);
    }

    private static CsvDataReader Open(TraceInput input, bool hasHeaders)
    {
        try
        {
            return CsvDataReader.Create(
                new StreamReader(input, Encoding.UTF8),
                new CsvDataReaderOptions { HasHeaders = hasHeaders, BufferSize = 1 << 16, HeaderComparer = StringComparer.OrdinalIgnoreCase });
        }
        catch (Exception e) when (e is CsvFormatException or CsvMissingHeadersException)
        {
            throw new TraceFormatException(input.Name, 0, "expected a CSV with a row of names first, and rows of less than 64 KiB", e);
        }
    }

    private bool TryReadRow()
    {
        long line = _csv.RowNumber + 1 + _firstLine;
        try
        {
            if (!_csv.Read())
            {
                return false;
            }
        }
        catch (CsvFormatException e)
        {
            throw TraceFormatException.AtLine(Name, line, "expected a row of comma-separated values", e);
        }

        if (_csv.RowFieldCount < _csv.FieldCount)
        {
            throw TraceFormatException.AtLine(Name, line, $"expected {_csv.FieldCount} values, found {_csv.RowFieldCount}");
        }

        CsvTraceRow row = new CsvTraceFields(Name, line, _csv, _layout, _options).Parse();
        if (!_hasFirst)
        {
            (_hasFirst, _firstTime, _row) = (true, row.Time, row);
        }

        if (row.Time < _row.Time)
        {
            throw TraceFormatException.AtLine(Name, line, $"expected a time that does not go back, found one {_row.Time - row.Time} ns before that of the row before: sort the file by its times");
        }

        if (row.Time - _firstTime > long.MaxValue)
        {
            throw TraceFormatException.AtLine(Name, line, "expected a time of at most 292 years after the first");
        }

        _row = row with { Beginning = _firstTime };
        return true;
    }
}
