namespace TierPolicy.Simulation;

/// <summary>A run, whichever its policy.</summary>
internal interface ISimulation : IDisposable
{
    PolicyDescription Policy { get; }

    /// <summary>Where it is.</summary>
    SimulationProgress Progress { get; }

    /// <summary>Runs the next accesses.</summary>
    /// <exception cref="TierFullException">There is no room for a page: all that is there is kept, or cannot leave.</exception>
    void Run(TraceChunk chunk);

    /// <summary>What came of it.</summary>
    /// <param name="trace">What the trace is called.</param>
    SimulationResult Finish(string trace);
}
