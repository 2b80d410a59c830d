namespace TierPolicy.Traces;

/// <summary>One access of a trace: which page was touched, and whether it was written.</summary>
/// <param name="Page">The page's number. Numbers name pages and say nothing of their size or place.</param>
/// <param name="IsWrite">True for a write, false for a read.</param>
public readonly record struct TraceAccess(ulong Page, bool IsWrite);
