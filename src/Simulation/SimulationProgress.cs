namespace TierPolicy.Simulation;

/// <summary>Where a run is.</summary>
/// <param name="Accesses">Accesses until now.</param>
/// <param name="PagesInUse">Pages a node, by id.</param>
/// <param name="StoreReads">Reads of the store until now.</param>
/// <param name="BackgroundNanoseconds">Nanoseconds of work in the background until now.</param>
public sealed record SimulationProgress(long Accesses, IReadOnlyList<long> PagesInUse, long StoreReads, long BackgroundNanoseconds);
