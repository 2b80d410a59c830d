namespace TierPolicy.Samples.Quickstart;

/// <summary>A replay under way, as far as a display needs to see it. Safe to ask from another thread.</summary>
internal interface IReplay
{
    string Name { get; }

    int Total { get; }

    int Done { get; }

    long StoreReads { get; }

    IReadOnlyList<NodeStatus> Nodes { get; }

    RunResult Run();
}
