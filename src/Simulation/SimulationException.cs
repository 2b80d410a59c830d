namespace TierPolicy.Simulation;

/// <summary>A trace cannot be run on a policy: the message says what is in the way, and what to do.</summary>
public sealed class SimulationException : Exception
{
    /// <inheritdoc/>
    public SimulationException()
    {
    }

    /// <inheritdoc/>
    public SimulationException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public SimulationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
