namespace TierPolicy.Traces;

/// <summary>What a trace says of where a page's contents come from. The numbers are those in the file.</summary>
public enum TracePageKind : byte
{
    /// <summary>The trace does not tell.</summary>
    Unknown = 0,

    /// <summary>The page has no copy elsewhere.</summary>
    Anon = 1,

    /// <summary>A store has the page and can give it back.</summary>
    File = 2,
}
