namespace TierPolicy.Traces;

/// <summary>Writes a trace in another format.</summary>
public static class TraceConverter
{
    /// <summary>Reads a trace from where it is to its end and writes it anew.</summary>
    /// <param name="trace">What is read.</param>
    /// <param name="path">Where the trace goes (see <see cref="TraceSink.Create"/>). Nothing appears there unless all went well.</param>
    /// <param name="format">The format to write.</param>
    /// <param name="options">How to write a <c>.tptrace</c>; its columns, page size and sampling are those of what is read. Null for the usual way.</param>
    /// <returns>How many accesses there are.</returns>
    /// <exception cref="TraceFormatException">The trace that is read is at fault, or holds what the format has no room for.</exception>
    /// <exception cref="IOException">The trace cannot be written.</exception>
    public static long Convert(TraceReader trace, string path, TraceFormat format, TraceWriterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(trace);
        options = (options ?? new TraceWriterOptions()) with { Columns = trace.Columns, PageSize = trace.PageSize, Sampling = trace.Sampling };
        using ITraceSink sink = TraceSink.Create(path, format, options);
        var buffer = new TraceAccess[1 << 14];
        int count;
        while ((count = trace.Read(buffer)) > 0)
        {
            try
            {
                sink.Write(buffer.AsSpan(0, count));
            }
            catch (NotSupportedException e)
            {
                throw new TraceFormatException(trace.Name, $"expected what {format} can hold: {e.Message}", e);
            }
        }

        sink.Dropped = trace.Dropped ?? 0;
        sink.Complete();
        return sink.Accesses;
    }
}
