namespace TierPolicy.Traces;

/// <summary>Reads the accesses of a trace, whichever format it has. <see cref="TraceFile.Open"/> makes one. Not for several threads at once.</summary>
public abstract class TraceReader : IDisposable
{
    private readonly TraceInput _input;

    private protected TraceReader(TraceInput input, TraceFormat format)
    {
        _input = input;
        Format = format;
    }

    /// <summary>The trace's path, as it was given.</summary>
    public string Name => _input.Name;

    /// <summary>The format of the trace.</summary>
    public TraceFormat Format { get; }

    /// <summary>What is around the trace.</summary>
    public TraceWrapping Wrapping => _input.Wrapping;

    /// <summary>The columns that the trace holds.</summary>
    public abstract TraceColumns Columns { get; }

    /// <summary>Bytes a page, where the trace tells; else 0.</summary>
    public virtual int PageSize => 0;

    /// <summary>The trace holds one in so many of the accesses that there were.</summary>
    public virtual int Sampling => 1;

    /// <summary>Accesses that should be in the trace and are not, as whoever recorded it said; null where only the end can tell.</summary>
    public virtual long? Dropped => 0;

    /// <summary>The number of accesses, where it is known before they are read: for a progress bar.</summary>
    public virtual long? Accesses => Summary?.Accesses;

    /// <summary>What the trace holds in all when the file says so, or null when only reading it through can tell.</summary>
    public virtual TraceSummary? Summary => null;

    /// <summary>Reads the next accesses and returns how many there are: 0 at the end of the trace only.</summary>
    /// <param name="accesses">Where the accesses go; not empty.</param>
    /// <exception cref="TraceFormatException">The trace is cut short or corrupt, its times go back, or an object in it is not of one page.</exception>
    public abstract int Read(Span<TraceAccess> accesses);

    /// <summary>Goes on behind the next accesses, and returns how many they were: fewer at the end of the trace only.</summary>
    /// <param name="accesses">How many to leave out.</param>
    /// <exception cref="TraceFormatException">The trace is cut short or corrupt.</exception>
    public virtual long Skip(long accesses)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(accesses);
        var buffer = new TraceAccess[4096];
        long skipped = 0;
        int count;
        while (skipped < accesses && (count = Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, accesses - skipped)))) > 0)
        {
            skipped += count;
        }

        return skipped;
    }

    /// <summary>Reads all accesses from here to the end.</summary>
    /// <exception cref="TraceFormatException">The trace is cut short or corrupt, its times go back, or an object in it is not of one page.</exception>
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
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what the reader of a format has besides the file.</summary>
    protected virtual void Dispose(bool disposing) => _input.Dispose();
}
