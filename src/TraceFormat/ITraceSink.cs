namespace TierPolicy.Traces;

/// <summary>Where accesses are written, in some format. Not for several threads at once.</summary>
public interface ITraceSink : IDisposable
{
    /// <summary>The accesses written so far.</summary>
    long Accesses { get; }

    /// <summary>Accesses that should be in the trace and are not: whoever records says so, and a <c>.tptrace</c> tells it at its end.</summary>
    long Dropped { get; set; }

    /// <summary>Adds accesses.</summary>
    /// <param name="accesses">The accesses, in order.</param>
    /// <exception cref="ArgumentException">A time is negative or goes back.</exception>
    /// <exception cref="NotSupportedException">The format has no room for a number of an access.</exception>
    /// <exception cref="IOException">The file cannot be written, for instance because the disk is full.</exception>
    void Write(ReadOnlySpan<TraceAccess> accesses);

    /// <summary>Ends the file and moves it into place. Nothing can be written afterwards; disposed of before, nothing is left.</summary>
    /// <exception cref="IOException">The file cannot be written, for instance because the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The target may not be replaced.</exception>
    void Complete();
}
