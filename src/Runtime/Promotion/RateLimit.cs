namespace TierPolicy.Promotion;

/// <summary>Bytes a second, as a bucket that holds one second's worth. Safe from any thread.</summary>
internal sealed class RateLimit
{
    private readonly Lock _lock = new();
    private readonly long _bytesPerSecond;
    private readonly double _depth;
    private double _available;
    private long _last;

    /// <param name="bytesPerSecond">The rate.</param>
    /// <param name="pageSize">The bucket holds a page at the least, or none would ever pass.</param>
    public RateLimit(long bytesPerSecond, int pageSize)
    {
        _bytesPerSecond = bytesPerSecond;
        _depth = Math.Max(bytesPerSecond, pageSize);
        _available = _depth;
    }

    public bool TryTake(long bytes, long now)
    {
        lock (_lock)
        {
            _available = Math.Min(_depth, _available + ((now - _last) * 1e-9 * _bytesPerSecond));
            _last = now;
            if (_available < bytes)
            {
                return false;
            }

            _available -= bytes;
            return true;
        }
    }

    /// <summary>Gives back what was taken and not used.</summary>
    public void GiveBack(long bytes)
    {
        lock (_lock)
        {
            _available = Math.Min(_depth, _available + bytes);
        }
    }
}
