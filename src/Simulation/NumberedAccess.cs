namespace TierPolicy.Simulation;

/// <summary>An access of a trace whose pages are numbered: the number, and in the highest bit whether it is a write.</summary>
internal readonly record struct NumberedAccess(uint Word)
{
    /// <summary>As many pages can be told apart.</summary>
    public const uint MaxPages = WriteBit;

    private const uint WriteBit = 1U << 31;

    public uint Page => Word & ~WriteBit;

    public bool IsWrite => (Word & WriteBit) != 0;

    public static NumberedAccess Create(uint page, bool isWrite) => new(page | (isWrite ? WriteBit : 0));
}
