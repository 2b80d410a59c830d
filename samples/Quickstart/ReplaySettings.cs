namespace TierPolicy.Samples.Quickstart;

/// <summary>Where and how a replay runs.</summary>
/// <param name="Folder">Where the swap file is made.</param>
/// <param name="Threads">
/// Reclaim and promotion on threads of their own, on the machine's clock, with a store that takes its time, as a program would have them: what they get done then depends on how
/// busy the machine is. Else they always keep up, pages age by the declared latencies, and every run gives the same figures.
/// </param>
internal sealed record ReplaySettings(string Folder, bool Threads);
