using System.Collections.Concurrent;

namespace TierPolicy.Schedules.Tests.Scheduling;

/// <summary>Which accesses are worth a point: those that only count, or read a clock, are not, since whichever way they fall out no other thread does anything differently.</summary>
internal static class Points
{
    private static readonly string[] OnlyCounting =
    [
        "/Counters/", "/Observability/", "/Domains/DomainAccount.cs", "/Engine/Clock.cs", "/AgingAlgorithms/NodeLists.cs", "/Nodes/Node.cs", "/Nodes/NodeHealth.cs",
        "/Nodes/FramePool.cs", "/Reclaim/WritebackThrottle.cs", "/Storage/", "/AdmissionControl/",
    ];

    /// <summary>Whether a lock is worth one that is declared there: the nodes' and the frames' are, though what is counted there is not.</summary>
    public static bool MattersAsLock(string file) =>
        Matters(file) || file.EndsWith("/Nodes/Node.cs", StringComparison.Ordinal) || file.EndsWith("/Nodes/FramePool.cs", StringComparison.Ordinal);

    private static readonly ConcurrentDictionary<string, bool> Known = new(ReferenceEqualityComparer.Instance);

    public static bool Matters(string file) =>
        Known.GetOrAdd(file, static file => (file.Contains("/src/Runtime/", StringComparison.Ordinal) || file.Contains("/mutable/", StringComparison.Ordinal))
            && !Array.Exists(OnlyCounting, part => file.Contains(part, StringComparison.Ordinal)));
}
