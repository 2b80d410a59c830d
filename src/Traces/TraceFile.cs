namespace TierPolicy.Traces;

/// <summary>Opens traces of any format.</summary>
public static class TraceFile
{
    /// <summary>Opens a trace, finds out its format unless it is told, and takes gzip or zstd off.</summary>
    /// <param name="path">The trace file; <c>-</c> for standard input.</param>
    /// <param name="options">How to read it, or null for the usual way.</param>
    /// <exception cref="TraceFormatException">There is no such file, it cannot be read, or it is no trace.</exception>
    public static TraceReader Open(string path, TraceReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= TraceReadOptions.Default;
        TraceInput input = TraceInput.Open(path);
        try
        {
            if (input.Start.IsEmpty)
            {
                throw new TraceFormatException(path, 0, "expected a trace, found nothing");
            }

            return (options.Format ?? TraceRecognition.FormatOf(input)) switch
            {
                TraceFormat.Tptrace => new BlockTraceReader(input, options),
                TraceFormat.Tp64 => new Tp64TraceReader(input),
                TraceFormat.OracleGeneral => new OracleGeneralTraceReader(input, options),
                TraceFormat.Text => new TextTraceReader(input),
                TraceFormat.Csv => CsvTraceReader.WithNames(input, options),
                TraceFormat.Msr => CsvTraceReader.OfMsr(input, options),
                TraceFormat.Lackey => new LackeyTraceReader(input, options),
                var unknown => throw new ArgumentOutOfRangeException(nameof(options), unknown, "There is no such format."),
            };
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    /// <summary>Says what a trace holds: from the file if it says so, else by reading it through.</summary>
    /// <param name="path">The trace file.</param>
    /// <param name="options">How to read it, or null for the usual way.</param>
    /// <exception cref="TraceFormatException">The trace cannot be read.</exception>
    public static TraceSummary Summarize(string path, TraceReadOptions? options = null)
    {
        using TraceReader reader = Open(path, options);
        if (reader.Summary is { } known)
        {
            return known;
        }

        var tally = new TraceTally();
        foreach (TraceAccess access in reader.ReadAll())
        {
            tally.Add(in access);
        }

        return tally.Summary;
    }
}
