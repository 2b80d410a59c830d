namespace TierPolicy.Traces;

/// <summary>
/// The columns that a trace can hold, one bit each. A reader refuses a file with a column that is not
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

    /// <summary>Each page's <see cref="TracePageKind"/>.</summary>
    Kind = 1 << 2,

    /// <summary>Each page's domain.</summary>
    Domain = 1 << 3,

    /// <summary>Each page's tag.</summary>
    Tag = 1 << 4,

    /// <summary>The bytes of the object that was accessed.</summary>
    Size = 1 << 5,

    /// <summary>When each access was, in nanoseconds.</summary>
    Time = 1 << 6,

    /// <summary>All of them.</summary>
    All = Page | Write | Kind | Domain | Tag | Size | Time,
}
