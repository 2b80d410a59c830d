namespace TierPolicy.Traces;

/// <summary>What is around a trace to make it smaller.</summary>
public enum TraceWrapping
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Gzip (RFC 1952).</summary>
    Gzip,

    /// <summary>Zstandard (RFC 8878).</summary>
    Zstd,
}
