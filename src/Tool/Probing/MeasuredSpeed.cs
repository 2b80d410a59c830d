namespace TierPolicy.Tool.Probing;

/// <summary>What a node was found to do.</summary>
/// <param name="LatencyNanoseconds">Of a read that waits for the one before.</param>
/// <param name="LatencySource">How that was measured.</param>
/// <param name="BytesPerSecond">Of reads, one after the other, by all CPUs near it.</param>
/// <param name="BandwidthSource">How that was measured.</param>
internal sealed record MeasuredSpeed(long LatencyNanoseconds, string LatencySource, long BytesPerSecond, string BandwidthSource);
