using TierPolicy.Traces;

namespace TierPolicy.Simulation;

/// <summary>Traces read once, to be run many times: four bytes an access, and eight more where the trace has times. Shared by all runs; nobody changes it.</summary>
internal sealed class NumberedTrace
{
    private NumberedTrace(string name, IReadOnlyList<TraceChunk> chunks, uint pages)
    {
        (Name, Chunks, Pages) = (name, chunks, pages);
        Accesses = chunks.Sum(static chunk => (long)chunk.Count);
    }

    public string Name { get; }

    public IReadOnlyList<TraceChunk> Chunks { get; }

    public long Accesses { get; }

    /// <summary>Different pages.</summary>
    public uint Pages { get; }

    /// <exception cref="TraceFormatException">A trace is not there, cut short or corrupt.</exception>
    /// <exception cref="SimulationException">There are too many pages.</exception>
    public static NumberedTrace Load(IReadOnlyList<string> traces, int pageSize, bool ignoreSize)
    {
        TraceChunks numbering = new(pageSize, ignoreSize);
        List<TraceChunk> chunks = [];
        foreach (string trace in traces)
        {
            chunks.AddRange(numbering.Read(trace));
        }

        return new NumberedTrace(string.Join(' ', traces), chunks, numbering.Pages);
    }

    /// <summary>Runs a policy over all of it.</summary>
    /// <exception cref="SimulationException">The trace cannot be run on this policy.</exception>
    public SimulationResult Run(Type policy, SimulationSettings settings, Action<SimulationProgress>? progress = null)
    {
        using ISimulation simulation = Simulator.Create(policy, settings);
        Simulator.Run(simulation, Chunks, progress);
        return simulation.Finish(Name);
    }
}
