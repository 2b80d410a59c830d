using TierPolicy.Recording;

namespace TierPolicy;

/// <summary>
/// Accesses being recorded, from <see cref="TieredMemory{TPolicy}.StartRecording"/> on until it is disposed of, which puts the file in its place.
/// </summary>
/// <remarks>Safe from any thread.</remarks>
public sealed class TraceRecording : IDisposable
{
    private readonly Recorder _recorder;
    private readonly Action<TraceRecording, Recorder> _detach;
    private readonly Lock _lock = new();
    private bool _hasEnded;
    private bool _isTold;

    internal TraceRecording(string path, Recorder recorder, Action<TraceRecording, Recorder> detach)
    {
        Path = path;
        _recorder = recorder;
        _detach = detach;
    }

    /// <summary>The file, as it was given.</summary>
    public string Path { get; }

    /// <summary>One access in so many is recorded.</summary>
    public int Sampling => _recorder.Sampling;

    /// <summary>Accesses recorded so far.</summary>
    public long Accesses => _recorder.Accesses;

    /// <summary>Accesses that were to be recorded and are not, as they came faster than the file could be written. The file tells it, too.</summary>
    public long Dropped => _recorder.Dropped;

    /// <summary>Ends the recording: what was recorded is written, and the file takes its place. Accesses that other threads have under way may be in it or not.</summary>
    /// <exception cref="IOException">The file could not be written; there is none. The memory goes on all the same.</exception>
    public void Dispose()
    {
        End();
        if (!_isTold && _recorder.Failure is { } failure)
        {
            _isTold = true;
            throw new IOException($"The trace '{Path}' could not be written: {failure.Message}", failure);
        }
    }

    /// <summary>The same, and says nothing.</summary>
    internal void End()
    {
        lock (_lock)
        {
            if (!_hasEnded)
            {
                _hasEnded = true;
                _detach(this, _recorder);
                _recorder.Stop();
            }
        }
    }
}
