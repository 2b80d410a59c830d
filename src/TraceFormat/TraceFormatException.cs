namespace TierPolicy.Traces;

/// <summary>
/// A trace cannot be read: it is missing, cut short, corrupt, or not a trace. The message is one line that
/// names the file, the place in it and what was expected there.
/// </summary>
public sealed class TraceFormatException : IOException
{
    internal TraceFormatException(string name, string problem, Exception? inner = null)
        : base($"{name}: {problem}", inner)
    {
        Name = name;
    }

    internal TraceFormatException(string name, long offset, string problem, Exception? inner = null)
        : base($"{name}: byte {FormattableString.Invariant($"{offset}")}: {problem}", inner)
    {
        Name = name;
        Offset = offset;
    }

    /// <summary>Where the place is known by line only.</summary>
    internal static TraceFormatException AtLine(string name, long line, string problem, Exception? inner = null) =>
        new(name, FormattableString.Invariant($"line {line}: {problem}"), inner);

    /// <summary>The file's path as it was given, or what the input is called when it is no file.</summary>
    public string Name { get; }

    /// <summary>
    /// The byte at which reading failed (in unpacked data for a gzipped trace), or null when the file as a
    /// whole is at fault, for instance when there is none.
    /// </summary>
    public long? Offset { get; }
}
