namespace TierPolicy.Traces;

/// <summary>How a <see cref="TraceWriter"/> writes.</summary>
public sealed record TraceWriterOptions
{
    /// <summary>The accesses in a block, 64 Ki unless told. Larger blocks pack better; 1 Mi is the most.</summary>
    public int BlockAccesses
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TraceBlockFrame.MaxAccesses);
            field = value;
        }
    }

    = 1 << 16;

    /// <summary>The quality of Brotli, from 0 (fast) to 11 (small, and some ten times slower than 9).</summary>
    public int Quality
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 0);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 11);
            field = value;
        }
    }

    = 5;

    /// <summary>What to keep of each access: pages and writes unless told. The page is kept in any case.</summary>
    public TraceColumns Columns
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual((uint)(value & ~TraceColumns.All), 0u);
            field = value | TraceColumns.Page;
        }
    }

    = TraceColumns.Page | TraceColumns.Write;

    /// <summary>Bytes a page; 0, which says nothing of it, unless told.</summary>
    public int PageSize
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>The trace holds one in so many of the accesses that there were: 1 unless told.</summary>
    public int Sampling
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    }

    = 1;

    /// <summary>
    /// Whether different pages are counted, which takes memory for each: they are unless told. A trace whose pages were not counted is read through where its footprint is asked for.
    /// </summary>
    public bool CountPages { get; init; } = true;
}
