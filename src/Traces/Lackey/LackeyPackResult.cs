namespace TierPolicy.Traces;

/// <summary>What <see cref="LackeyPacker"/> read and wrote.</summary>
/// <param name="Lines">The lines of lackey's output.</param>
/// <param name="AccessesBeforeFolding">The accesses in them.</param>
/// <param name="Programs">The programs that they come from.</param>
/// <param name="Trace">What is in the trace.</param>
public sealed record LackeyPackResult(long Lines, long AccessesBeforeFolding, int Programs, TraceSummary Trace);
