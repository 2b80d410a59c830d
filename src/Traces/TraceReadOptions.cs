using System.Numerics;

namespace TierPolicy.Traces;

/// <summary>How a trace is read.</summary>
public sealed record TraceReadOptions
{
    /// <summary>The usual way.</summary>
    public static TraceReadOptions Default { get; } = new();

    /// <summary>The format, or null to find it out.</summary>
    public TraceFormat? Format { get; init; }

    /// <summary>
    /// Bytes a page, a power of two of 64 or more; 4096 unless told. Addresses and offsets are divided by it, and no object may be larger. A <c>.tptrace</c> that tells its own is read with that.
    /// </summary>
    public int PageSize
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 64);
            if (!BitOperations.IsPow2(value))
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, "A page's size is a power of two.");
            }

            field = value;
        }
    }

    = 4096;

    /// <summary>Whether each object counts as one page, however large the trace says it is.</summary>
    public bool IgnoreSize { get; init; }

    /// <summary>What the columns of a CSV are called, and how its times are to be taken.</summary>
    public CsvTraceColumns Csv { get; init; } = new();

    /// <summary>How lackey's output is folded. The page size here is the one that counts.</summary>
    public LackeyOptions Lackey { get; init; } = new();
}
