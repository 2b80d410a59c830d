using TierPolicy.Traces;

namespace TierPolicy.Simulation;

/// <summary>What a compiled policy would do with recorded accesses: runs it in virtual time, on the engine that programs run on.</summary>
public static class Simulator
{
    /// <summary>Runs a policy over traces, one after the other, reading them as it goes: memory is needed for the pages, not for the accesses.</summary>
    /// <param name="policy">The compiled policy, a struct that is an <see cref="ITierPolicy"/>.</param>
    /// <param name="traces">The trace files.</param>
    /// <param name="settings">What differs from the policy's defaults.</param>
    /// <param name="progress">Told now and then where the run is.</param>
    /// <exception cref="TraceFormatException">A trace is not there, cut short or corrupt.</exception>
    /// <exception cref="SimulationException">The trace cannot be run on this policy.</exception>
    /// <exception cref="ArgumentException">The settings name a node that the topology has not, or a capacity that cannot be.</exception>
    public static SimulationResult Run(Type policy, IReadOnlyList<string> traces, SimulationSettings settings, Action<SimulationProgress>? progress = null)
    {
        using ISimulation simulation = Create(policy, settings);
        TraceChunks chunks = new(simulation.Policy.Topology.PageSize, settings.IgnoreSize);
        foreach (string trace in traces)
        {
            Run(simulation, chunks.Read(trace), progress);
        }

        return simulation.Finish(string.Join(' ', traces));
    }

    /// <summary>A run that is to begin.</summary>
    internal static ISimulation Create(Type policy, SimulationSettings settings)
    {
        try
        {
            return (ISimulation)Activator.CreateInstance(typeof(Simulation<>).MakeGenericType(policy), settings)!;
        }
        catch (System.Reflection.TargetInvocationException error) when (error.InnerException is ArgumentException or TieredMemoryException)
        {
            throw new SimulationException(error.InnerException.Message, error.InnerException);
        }
    }

    /// <summary>Runs accesses that are there already.</summary>
    internal static void Run(ISimulation simulation, IEnumerable<TraceChunk> chunks, Action<SimulationProgress>? progress)
    {
        try
        {
            foreach (TraceChunk chunk in chunks)
            {
                simulation.Run(chunk);
                progress?.Invoke(simulation.Progress);
            }
        }
        catch (TierFullException error)
        {
            throw new SimulationException($"After {simulation.Progress.Accesses} accesses there is no room for a page: {error.Message}", error);
        }
    }
}
