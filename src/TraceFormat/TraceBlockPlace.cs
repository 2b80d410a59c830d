namespace TierPolicy.Traces;

/// <summary>Where a block of a trace is.</summary>
/// <param name="Offset">Where in the file its frame stands.</param>
/// <param name="FirstAccess">How many accesses are before it.</param>
/// <param name="FirstTime">The time of its first access.</param>
internal readonly record struct TraceBlockPlace(long Offset, long FirstAccess, long FirstTime);
