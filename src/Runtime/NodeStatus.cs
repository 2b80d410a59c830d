namespace TierPolicy;

/// <summary>A node of a memory at one moment.</summary>
public sealed record NodeStatus
{
    /// <summary>Its id.</summary>
    public required int Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is made of.</summary>
    public required NodeKind Kind { get; init; }

    /// <summary>
    /// Where its memory lies, in words: on which NUMA node, in which DAX device, or, emulated, in ordinary memory instead (<see cref="TieredMemoryOptions.Emulate"/>). Empty for a node that is not read in place.
    /// </summary>
    public string Placement { get; init; } = "";

    /// <summary>Whether it is on line.</summary>
    public required bool IsOnline { get; init; }

    /// <summary>Pages it may hold. A compressed node: its bytes in pages; it may hold up to sixteen times as many, as far as they get small.</summary>
    public required long CapacityPages { get; init; }

    /// <summary>Frames in use: those of its pages, of writers' copies, and those that readers still hold after the page has left. May be a few more than the capacity while leases are open.</summary>
    public required long PagesInUse { get; init; }

    /// <summary>Of those, the slots of a durable node that are kept as copies of pages that are elsewhere now.</summary>
    public long PagesReserved { get; init; }

    /// <summary>Reads and writes of its device that failed, or gave back something else than was written; always 0 for memory.</summary>
    public long Errors { get; init; }

    /// <summary>
    /// Whether its device failed and has not worked since. No page is demoted to it but to try it again: a second after the first error, and each time twice as long after, up to
    /// about a minute. Its pages can be read as far as it lets them be.
    /// </summary>
    public bool IsFailing { get; init; }

    /// <summary>Its counters.</summary>
    public required VmStat Stat { get; init; }
}
