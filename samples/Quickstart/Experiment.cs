namespace TierPolicy.Samples.Quickstart;

/// <summary>The main job: one workload three times, on fast memory alone, with slower memory below it, and with demotion to it.</summary>
internal sealed class Experiment(Workload workload, ReplaySettings settings, IDisplay display)
{
    /// <summary>Capacities as shares of the workload's footprint.</summary>
    private static readonly Dictionary<string, double> Shares = new() { ["Dram"] = 0.10, ["Cxl"] = 0.40 };

    /// <exception cref="ContentsMismatchException">A page had not the contents that were written to it.</exception>
    /// <exception cref="TieredMemoryException">A memory could not be made.</exception>
    public IReadOnlyList<RunResult> Run() =>
    [
        Run<DramOnly>("dram-only"),
        Run<NoDemotion>("no-demotion"),
        Run<Demotion>("demotion"),
    ];

    private RunResult Run<TPolicy>(string name)
        where TPolicy : struct, ITierPolicy
    {
        using Replay<TPolicy> replay = new(name, workload, Shares, settings);
        return display.Show(replay);
    }
}
