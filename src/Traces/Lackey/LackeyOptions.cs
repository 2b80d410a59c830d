using System.Numerics;

namespace TierPolicy.Traces;

/// <summary>How valgrind's lackey output becomes a trace.</summary>
public sealed record LackeyOptions
{
    /// <summary>Whether the pages that instructions are fetched from count as read. They do not unless told.</summary>
    public bool InstructionFetches { get; init; }

    /// <summary>
    /// How far back a repeat is folded: an access is left out if one of this many accesses before it in the
    /// trace was to the same page, unless it is a write and that one was a read. 48 unless told; 0 keeps all.
    /// </summary>
    public int FoldWindow
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    = 48;

    /// <summary>
    /// Whether the 64 MiB regions that the program uses are numbered one after the other as they first come,
    /// in place of the addresses that the system gave them. It makes the trace smaller and is done unless told.
    /// </summary>
    public bool CompactRegions { get; init; } = true;

    /// <summary>Bytes a page, a power of two from 64 to 64 MiB; 4096 unless told.</summary>
    public int PageSize
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 64);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1 << 26);
            if (!BitOperations.IsPow2(value))
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, "A page's size is a power of two.");
            }

            field = value;
        }
    }

    = 4096;
}
