namespace TierPolicy.Traces;

/// <summary>Writes traces of any format that is written: tptrace, tp64 and oracleGeneral.</summary>
public static class TraceSink
{
    /// <summary>Starts a trace that will stand at <paramref name="path"/>, in place of any file there.</summary>
    /// <param name="path">Where the trace goes, packed if it is called <c>*.gz</c> or <c>*.zst</c>; <c>-</c> for standard output.</param>
    /// <param name="format">The format.</param>
    /// <param name="options">How to write a <c>.tptrace</c>, and what of the accesses is known; null for the usual way.</param>
    /// <exception cref="NotSupportedException">The format is not written.</exception>
    /// <exception cref="IOException">No file can be made there.</exception>
    /// <exception cref="UnauthorizedAccessException">No file may be made there.</exception>
    public static ITraceSink Create(string path, TraceFormat format, TraceWriterOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new TraceWriterOptions();
        if (!IsWritten(format))
        {
            throw new NotSupportedException($"Traces are written as tptrace, tp64 or oracleGeneral, not as {format}.");
        }

        TraceOutput output = TraceOutput.Create(path);
        try
        {
            return new FileSink(output, format switch
            {
                TraceFormat.Tp64 => new Tp64Writer(output.Stream),
                TraceFormat.OracleGeneral => new OracleGeneralWriter(output.Stream, options, path == TraceInput.StandardInput ? Path.GetTempPath() : Path.GetDirectoryName(Path.GetFullPath(path))!),
                _ => TraceWriter.Create(output.Stream, options),
            });
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }

    /// <summary>Whether a format is written, and not only read.</summary>
    /// <param name="format">The format.</param>
    public static bool IsWritten(TraceFormat format) => format is TraceFormat.Tptrace or TraceFormat.Tp64 or TraceFormat.OracleGeneral;

    /// <summary>The format that a file's name tells, or null.</summary>
    /// <param name="path">The file.</param>
    public static TraceFormat? FormatOfName(string path) => TraceRecognition.FormatOfName(path);

    /// <summary>A writer, and the file that is in place once the writer is done.</summary>
    private sealed class FileSink(TraceOutput output, ITraceSink writer) : ITraceSink
    {
        public long Accesses => writer.Accesses;

        public long Dropped
        {
            get => writer.Dropped;
            set => writer.Dropped = value;
        }

        public void Write(ReadOnlySpan<TraceAccess> accesses) => writer.Write(accesses);

        public void Complete()
        {
            writer.Complete();
            output.Complete();
        }

        public void Dispose()
        {
            try
            {
                writer.Dispose();
            }
            finally
            {
                output.Dispose();
            }
        }
    }
}
