namespace TierPolicy.Traces;

/// <summary>Makes a trace file of what valgrind's lackey prints.</summary>
public static class LackeyPacker
{
    private const string InputName = "lackey output";

    /// <summary>Reads lackey's output to its end and packs it into a <c>.tptrace</c> file.</summary>
    /// <param name="lackey">What <c>valgrind --tool=lackey --trace-mem=yes</c> prints.</param>
    /// <param name="outputPath">Where the trace goes. Nothing appears there unless all went well.</param>
    /// <param name="options">How to fold it, or null for the usual way.</param>
    /// <returns>What the trace holds.</returns>
    /// <exception cref="TraceFormatException">The input is not lackey's, is cut short, or has no access in it.</exception>
    /// <exception cref="IOException">The trace cannot be written.</exception>
    public static LackeyPackResult Pack(Stream lackey, string outputPath, LackeyOptions? options = null)
    {
        // A trace is packed once and read often: as small as can be.
        var writing = new TraceWriterOptions { BlockAccesses = TraceBlockFrame.MaxAccesses, Quality = 11, PageSize = (options ?? new LackeyOptions()).PageSize };
        var reader = new LackeyReader(lackey, InputName, options);
        using TraceWriter writer = TraceWriter.Create(outputPath, writing);
        var buffer = new TraceAccess[4096];
        int count;
        while ((count = reader.Read(buffer)) > 0)
        {
            writer.Write(buffer.AsSpan(0, count));
        }

        if (reader.AccessesBeforeFolding == 0)
        {
            throw new TraceFormatException(InputName, "expected accesses to memory, found none; was valgrind run with --trace-mem=yes?");
        }

        writer.Complete();
        return new LackeyPackResult(reader.Lines, reader.AccessesBeforeFolding, reader.Programs, writer.Summary);
    }
}
