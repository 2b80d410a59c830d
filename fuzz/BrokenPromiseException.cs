namespace TierPolicy.Fuzz;

/// <summary>Something that must hold of every text did not hold of this one.</summary>
public sealed class BrokenPromiseException(string message) : Exception(message);
