namespace TierPolicy;

/// <summary>
/// A page of a <see cref="TieredMemory{TPolicy}"/>. It stays the same wherever the page moves, until the page is freed; a freed page's id is
/// told from that of a later page in the same place.
/// </summary>
/// <param name="Index">The place in the memory's page table.</param>
/// <param name="Generation">Which page in that place; 0 is no page.</param>
public readonly record struct PageId(uint Index, uint Generation)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"page {Index}.{Generation}");
}
