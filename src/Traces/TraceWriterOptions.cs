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
}
