namespace TierPolicy.Traces;

/// <summary>
/// The columns that a trace file can hold, one bit each. A reader refuses a file with a column that is not
/// listed here; the order of the bits is the order of the columns within a block.
/// </summary>
[Flags]
public enum TraceColumns : uint
{
    /// <summary>No column.</summary>
    None = 0,

    /// <summary>The page of each access. Every trace has it.</summary>
    Page = 1 << 0,

    /// <summary>Whether each access is a write. Without it all accesses are reads.</summary>
    Write = 1 << 1,
}
