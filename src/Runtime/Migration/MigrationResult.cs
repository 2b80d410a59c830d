namespace TierPolicy;

/// <summary>The outcome of a migration, told in every case (patch 7 of the January 2021 series).</summary>
/// <param name="NotMoved">Pages that did not move.</param>
/// <param name="Succeeded">Pages that did.</param>
/// <param name="Error">What stopped the migration before all pages were tried; null where all were tried.</param>
public readonly record struct MigrationResult(int NotMoved, int Succeeded, Exception? Error = null);
