namespace TierPolicy.Nodes;

/// <summary>
/// Whether the device of a node, or of swap, works. After an error it gets no pages until a time has passed, which doubles with each error that follows; the first write that succeeds after
/// that ends it. Safe from any thread.
/// </summary>
internal sealed class NodeHealth
{
    /// <summary>Nanoseconds until a device that failed once is tried again.</summary>
    public const long FirstPause = 1_000_000_000;

    private const int MaxDoublings = 6;

    private readonly Lock _lock = new();
    private long _errors;
    private long _retryAt;
    private int _pauses;
    private bool _isFailing;

    /// <summary>Reads and writes that failed.</summary>
    public long Errors => Volatile.Read(ref _errors);

    public bool IsFailing => Volatile.Read(ref _isFailing);

    /// <summary>Whether pages may be sent to the node: it works, or it is time to see whether it does again.</summary>
    public bool MayBeTarget(long now) => !IsFailing || now >= Volatile.Read(ref _retryAt);

    /// <param name="now">Nanoseconds on the memory's clock.</param>
    /// <param name="pause">Nanoseconds until the node is tried again.</param>
    /// <returns>Whether the node worked until now.</returns>
    public bool CountError(long now, out long pause)
    {
        lock (_lock)
        {
            _errors++;

            // The errors of one outage come in dozens: only one that was seen when the node was tried again makes the next pause longer.
            if (!_isFailing || now >= _retryAt)
            {
                _retryAt = now + (FirstPause << Math.Min(_pauses, MaxDoublings));
                _pauses++;
            }

            pause = _retryAt - now;
            bool worked = !_isFailing;
            Volatile.Write(ref _isFailing, true);
            return worked;
        }
    }

    /// <param name="now">Nanoseconds on the memory's clock.</param>
    /// <returns>Whether the node failed until now.</returns>
    public bool CountWritten(long now)
    {
        if (!IsFailing)
        {
            return false;
        }

        lock (_lock)
        {
            // A write that was under way when another failed proves nothing.
            if (!_isFailing || now < _retryAt)
            {
                return false;
            }

            _pauses = 0;
            Volatile.Write(ref _isFailing, false);
            return true;
        }
    }
}
