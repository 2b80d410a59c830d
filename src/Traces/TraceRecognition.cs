using System.Buffers;
using System.Text.RegularExpressions;

namespace TierPolicy.Traces;

/// <summary>Finds out a trace's format by its first bytes, and by its name where they do not tell.</summary>
internal static partial class TraceRecognition
{
    private static readonly SearchValues<byte> TextBytes =
        SearchValues.Create([.. "\t\r\n"u8, .. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (byte)c)]);

    /// <exception cref="TraceFormatException">It is none of those that are known.</exception>
    public static TraceFormat FormatOf(TraceInput input)
    {
        if (input.Start.StartsWith(TraceHeader.Magic))
        {
            return TraceFormat.Tptrace;
        }

        return FormatOfName(input.Name) ?? (IsText(input.Start) ? FormatOfText(input) : TraceFormat.Tp64);
    }

    /// <summary>What is to be around a file of this name.</summary>
    public static TraceWrapping WrappingOfName(string path) =>
        path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? TraceWrapping.Gzip
        : path.EndsWith(".zst", StringComparison.OrdinalIgnoreCase) ? TraceWrapping.Zstd
        : TraceWrapping.None;

    /// <summary>By the name, without what a packer put behind it.</summary>
    public static TraceFormat? FormatOfName(string path)
    {
        string name = NameWithoutPacker(path);
        return Path.GetExtension(name).ToUpperInvariant() switch
        {
            ".TPTRACE" => TraceFormat.Tptrace,
            ".TP64" => TraceFormat.Tp64,
            _ when name.Contains("oracleGeneral", StringComparison.OrdinalIgnoreCase) => TraceFormat.OracleGeneral,
            _ => null,
        };
    }

    private static string NameWithoutPacker(string path)
    {
        string name = Path.GetFileName(path);
        return WrappingOfName(name) == TraceWrapping.None ? name : Path.GetFileNameWithoutExtension(name);
    }

    /// <summary>By the first lines: those of lackey and MSR have a form of their own, a CSV begins with names, and a text of keys has one in each line.</summary>
    private static TraceFormat FormatOfText(TraceInput input)
    {
        string start = System.Text.Encoding.Latin1.GetString(input.Start);
        string line = start.Split('\n').Select(static text => text.TrimEnd('\r')).FirstOrDefault(static text => text.Length > 0) ?? "";
        if (ValgrindMessage().IsMatch(line) || LackeyAccess().IsMatch(line))
        {
            return TraceFormat.Lackey;
        }

        if (MsrRow().IsMatch(line))
        {
            return TraceFormat.Msr;
        }

        if (line.Contains(',', StringComparison.Ordinal) || NameWithoutPacker(input.Name).EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
        {
            return TraceFormat.Csv;
        }

        return line.Trim().Any(char.IsWhiteSpace)
            ? throw new TraceFormatException(
                input.Name, 0, "expected a trace, found text with several words a line: a text trace has one key in each; '--format text' takes whole lines for keys")
            : TraceFormat.Text;
    }

    /// <summary>Tp64 has nothing to be known by, so that a text would pass for one.</summary>
    private static bool IsText(ReadOnlySpan<byte> start) => !start.ContainsAnyExcept(TextBytes) || start.StartsWith("\ufeff"u8);

    [GeneratedRegex("^(==|--|\\*\\*)[0-9]+(==|--|\\*\\*) ")]
    private static partial Regex ValgrindMessage();

    [GeneratedRegex("^( [LSM]|I ) [0-9a-f]+,[0-9]+$")]
    private static partial Regex LackeyAccess();

    [GeneratedRegex("^[0-9]{15,20},[^,]*,[0-9]+,(Read|Write),[0-9]+,[0-9]+,[0-9]+$", RegexOptions.IgnoreCase)]
    private static partial Regex MsrRow();
}
