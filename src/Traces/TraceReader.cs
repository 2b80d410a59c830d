using System.Buffers;

namespace TierPolicy.Traces;

/// <summary>
/// Reads the accesses of a trace file, whichever of the known formats it has: <c>.tptrace</c>, or tp64 (64-bit
/// records without a header), either of them gzipped or not.
/// </summary>
public abstract class TraceReader : IDisposable
{
    private static readonly SearchValues<byte> Text =
        SearchValues.Create([.. "\t\r\n"u8, .. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (byte)c)]);

    private readonly TraceInput _input;

    private protected TraceReader(TraceInput input)
    {
        _input = input;
    }

    /// <summary>The trace's path, as it was given.</summary>
    public string Name => _input.Name;

    /// <summary>The columns that the trace holds.</summary>
    public abstract TraceColumns Columns { get; }

    /// <summary>What the trace holds in all when the file says so, or null when only reading it through can tell.</summary>
    public virtual TraceSummary? Summary => null;

    /// <summary>Opens a trace and finds out its format.</summary>
    /// <param name="path">The trace file.</param>
    /// <exception cref="TraceFormatException">There is no such file, it cannot be read, or it is no trace.</exception>
    public static TraceReader Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        TraceInput input = TraceInput.Open(path);
        try
        {
            return Open(input);
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    /// <summary>Says what a trace holds: from its header if it has one, else by reading it through.</summary>
    /// <param name="path">The trace file.</param>
    /// <exception cref="TraceFormatException">The trace cannot be read.</exception>
    public static TraceSummary Summarize(string path)
    {
        using TraceReader reader = Open(path);
        if (reader.Summary is { } known)
        {
            return known;
        }

        var tally = new TraceTally();
        foreach (TraceAccess access in reader.ReadAll())
        {
            tally.Add(access);
        }

        return tally.Summary;
    }

    /// <summary>Reads the next accesses and returns how many there are: 0 at the end of the trace only.</summary>
    /// <param name="accesses">Where the accesses go; not empty.</param>
    /// <exception cref="TraceFormatException">The trace is cut short or corrupt.</exception>
    public abstract int Read(Span<TraceAccess> accesses);

    /// <summary>Reads all accesses from here to the end.</summary>
    /// <exception cref="TraceFormatException">The trace is cut short or corrupt.</exception>
    public IEnumerable<TraceAccess> ReadAll()
    {
        var buffer = new TraceAccess[4096];
        int count;
        while ((count = Read(buffer)) > 0)
        {
            for (int i = 0; i < count; i++)
            {
                yield return buffer[i];
            }
        }
    }

    /// <summary>Lets go of the file.</summary>
    public void Dispose() => _input.Dispose();

    private static TraceReader Open(TraceInput input)
    {
        if (input.Start.IsEmpty)
        {
            throw new TraceFormatException(input.Name, 0, "expected a trace, found nothing");
        }

        if (input.Start.StartsWith(TraceHeader.Magic) || BlockTraceReader.IsNameOf(input.Name))
        {
            return new BlockTraceReader(input);
        }

        // tp64 has nothing to be known by, so that a text given by mistake would pass for one.
        if (!Tp64TraceReader.IsNameOf(input.Name) && !input.Start.ContainsAnyExcept(Text))
        {
            throw new TraceFormatException(input.Name, 0, "expected a trace (.tptrace, .tp64 or .tp64.gz), found text");
        }

        return new Tp64TraceReader(input);
    }
}
