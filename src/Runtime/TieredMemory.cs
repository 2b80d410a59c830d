namespace TierPolicy;

/// <summary>Placeholder while the engine is written.</summary>
public sealed class TieredMemory<TPolicy> where TPolicy : struct, ITierPolicy;

/// <summary>Placeholder while the engine is written.</summary>
public sealed class TieredMemoryOptions;
