namespace TierPolicy;

/// <summary>What a program says of a page when it allocates it.</summary>
public readonly record struct PageOptions
{
    /// <summary>The domain that the page belongs to.</summary>
    public DomainId Domain { get; init; }

    /// <summary>A number for the policy's rules to ask about.</summary>
    public byte Tag { get; init; }

    /// <summary>
    /// By this the program finds an anonymous page again among the <see cref="TieredMemory{TPolicy}.RecoveredPages"/> of a durable node. Any number; the memory does not ask that it be unique.
    /// </summary>
    public long Key { get; init; }

    /// <summary>
    /// Whether the page is written in place: a write lease gives the page's own bytes, not a copy of them. For pages that are large or written often, and read by few: readers wait for the writer and
    /// the writer for them, and each write makes the whole process pass a memory barrier, which takes microseconds. Such a page is not read in a <see cref="ReadBatch{TPolicy}"/>, and what was written
    /// cannot be discarded. Pages that a durable node had from an earlier process are not.
    /// </summary>
    public bool InPlace { get; init; }

    /// <summary>The id of the byte-addressable node to try first; null: the one next to the thread's CPU.</summary>
    public int? Node { get; init; }
}
