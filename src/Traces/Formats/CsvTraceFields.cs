using System.Globalization;
using Sylvan.Data.Csv;

namespace TierPolicy.Traces;

/// <summary>Takes the present row of a CSV apart. A value that cannot be what its column says is told by line and column.</summary>
internal readonly struct CsvTraceFields(string name, long line, CsvDataReader csv, CsvTraceLayout layout, TraceReadOptions options)
{
    public CsvTraceRow Parse()
    {
        ulong size = layout.Size is int sizeColumn ? Number(sizeColumn, "bytes", uint.MaxValue) : (ulong)options.PageSize;
        TraceAccess access = new(0, layout.Write is int write && IsWrite(write))
        {
            Kind = layout.Kind is int kind ? KindOf(kind) : TracePageKind.Unknown,
            Domain = layout.Domain is int domain ? (byte)Number(domain, "a domain's number", byte.MaxValue) : (byte)0,
            Tag = layout.Tag is int tag ? (byte)Number(tag, "a tag", byte.MaxValue) : (byte)0,
        };
        Int128 time = layout.Time is int timeColumn ? TimeOf(timeColumn) : 0;
        if (layout.Offset is not int offsetColumn)
        {
            CheckSize(size, (ulong)options.PageSize);
            return new CsvTraceRow(access with { Page = TraceKey.PageOf(csv.GetFieldSpan(layout.Page!.Value).Trim()), Size = layout.Size is null ? 0 : (uint)size }, 1, time);
        }

        // As many pages as the bytes lie on; where no size is told, the one byte at the offset.
        ulong offset = Number(offsetColumn, "an offset in bytes", ulong.MaxValue);
        ulong bytes = layout.Size is null ? 1 : size;
        CheckSize(bytes, ulong.MaxValue);
        ulong page = offset / (ulong)options.PageSize;
        ulong lastByte = Math.Max(bytes, 1) - 1;
        ulong last = lastByte > ulong.MaxValue - offset
            ? throw Wrong(offsetColumn, "an offset that has its bytes before 2^64")
            : (offset + lastByte) / (ulong)options.PageSize;
        return new CsvTraceRow(access with { Page = page }, options.IgnoreSize ? 1 : last - page + 1, time);
    }

    private void CheckSize(ulong size, ulong largest)
    {
        if (options.IgnoreSize || (size > 0 && size <= largest))
        {
            return;
        }

        throw TraceFormatException.AtLine(
            name,
            line,
            largest == ulong.MaxValue
                ? "expected an access of 1 byte or more, found one of 0; '--ignore-size' takes it for one page"
                : $"expected an object of 1 to {largest} bytes (a page), found one of {size}; take each for one page with --ignore-size, or larger pages with --page");
    }

    private ulong Number(int column, string what, ulong largest)
    {
        ReadOnlySpan<char> text = csv.GetFieldSpan(column).Trim();
        bool isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        bool isNumber = isHex
            ? ulong.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong number)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        return isNumber && number <= largest ? number : throw Wrong(column, what);
    }

    private Int128 TimeOf(int column)
    {
        ReadOnlySpan<char> text = csv.GetFieldSpan(column).Trim();

        // Windows' timestamps have more digits than a double.
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long units) && layout.TimeUnit % 1 == 0)
        {
            return (Int128)units * (long)layout.TimeUnit;
        }

        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal time)
            && time >= 0 && time <= long.MaxValue / (decimal)layout.TimeUnit
                ? (long)(time * (decimal)layout.TimeUnit)
                : throw Wrong(column, "a time, of 292 years at most");
    }

    private bool IsWrite(int column)
    {
        ReadOnlySpan<char> text = csv.GetFieldSpan(column).Trim();
        foreach (string write in (string[])["w", "write", "set", "put", "update", "store", "add", "replace", "1", "true"])
        {
            if (text.Equals(write, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        foreach (string read in (string[])["r", "read", "get", "gets", "load", "0", "false"])
        {
            if (text.Equals(read, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        throw Wrong(column, "a read (r, read, get, 0) or a write (w, write, set, put, update, 1)");
    }

    private TracePageKind KindOf(int column)
    {
        ReadOnlySpan<char> text = csv.GetFieldSpan(column).Trim();
        return text.Equals("anon", StringComparison.OrdinalIgnoreCase) ? TracePageKind.Anon
            : text.Equals("file", StringComparison.OrdinalIgnoreCase) ? TracePageKind.File
            : text.IsEmpty ? TracePageKind.Unknown
            : throw Wrong(column, "'anon' or 'file'");
    }

    private TraceFormatException Wrong(int column, string what)
    {
        ReadOnlySpan<char> text = csv.GetFieldSpan(column);
        string found = new(text[..Math.Min(text.Length, 40)]);
        return TraceFormatException.AtLine(name, line, $"expected {what} in column {column + 1}, found '{found.ReplaceLineEndings(" ")}'");
    }
}
