namespace TierPolicy;

/// <summary>
/// The bits of <c>zone_reclaim_mode</c> (Linux, <c>include/uapi/linux/mempolicy.h</c>, and <c>RECLAIM_MIGRATE</c> of the January 2021 series).
/// The numbers are an ABI: they never move.
/// </summary>
[Flags]
public enum ReclaimMode
{
    /// <summary>No node reclaim and no demotion.</summary>
    None = 0,

    /// <summary>An allocation reclaims its own node before it falls back to another.</summary>
    Zone = 1,

    /// <summary>Node reclaim may write pages out.</summary>
    Write = 2,

    /// <summary>Node reclaim may take anonymous pages.</summary>
    Unmap = 4,

    /// <summary>Reclaim demotes pages. Without it nothing is ever demoted.</summary>
    Migrate = 8,
}
