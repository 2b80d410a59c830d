namespace TierPolicy.Nodes;

/// <summary>
/// The frames (or slots) of a node: which are free, and against which watermark one may be taken. Safe from any thread.
/// </summary>
internal sealed class FramePool
{
    private readonly Lock _lock = new();
    private readonly Stack<uint> _returned = new();
    private readonly long[] _freePages;
    private readonly int _node;
    private readonly long _frames;
    private uint _fresh;
    private long _inUse;
    private long _lent;
    private bool _closed;

    /// <param name="capacity">Pages that the node may hold.</param>
    /// <param name="spare">Frames beyond the capacity, for writers' copies: a write lease must not have to reclaim.</param>
    /// <param name="freePages">Where the number of free frames is kept for rules to read.</param>
    /// <param name="node">The index in <paramref name="freePages"/>.</param>
    public FramePool(long capacity, int spare, long[] freePages, int node)
    {
        Capacity = capacity;
        _frames = capacity + spare;
        _freePages = freePages;
        _node = node;
        _freePages[node] = capacity;
    }

    public long Capacity { get; }

    /// <summary>Frames in use now: those of pages, and those that a reader still holds after the page has left.</summary>
    public long InUse => Volatile.Read(ref _inUse);

    /// <summary>Frames free now.</summary>
    public long Free => Volatile.Read(ref _freePages[_node]);

    /// <summary>Whether the node gives out no frames, since it is off line or going there.</summary>
    public bool IsClosed => Volatile.Read(ref _closed);

    /// <summary>Takes a frame if more than <paramref name="watermark"/> are free.</summary>
    public bool TryTake(long watermark, out uint frame)
    {
        lock (_lock)
        {
            frame = 0;
            return !_closed && Capacity + _lent - _inUse > watermark && TryPop(out frame);
        }
    }

    /// <summary>Takes a frame though none may be free: one of the spare ones.</summary>
    public bool TryTakeSpare(out uint frame)
    {
        lock (_lock)
        {
            frame = 0;
            return !_closed && TryPop(out frame);
        }
    }

    public void Return(uint frame)
    {
        lock (_lock)
        {
            _returned.Push(frame);
            Account(-1);
        }
    }

    /// <summary>Counts a frame as free whose page is about to leave it, until <see cref="EndLoan"/>: who needs its place takes one of the spare frames.</summary>
    public void Lend() => ChangeLoans(1);

    public void EndLoan() => ChangeLoans(-1);

    /// <summary>No frame is given out any more: the node goes off line.</summary>
    public void Close() => SetClosed(true);

    public void Open() => SetClosed(false);

    private void SetClosed(bool closed)
    {
        lock (_lock)
        {
            _closed = closed;
            Account(0);
        }
    }

    private void ChangeLoans(int frames)
    {
        lock (_lock)
        {
            _lent += frames;
            Account(0);
        }
    }

    private bool TryPop(out uint frame)
    {
        // The frame returned last is the one most likely in the caches.
        if (!_returned.TryPop(out frame))
        {
            if (_fresh == _frames)
            {
                return false;
            }

            frame = _fresh++;
        }

        Account(1);
        return true;
    }

    private void Account(int frames)
    {
        _inUse += frames;
        Volatile.Write(ref _freePages[_node], _closed ? 0 : Math.Max(0, Capacity + _lent - _inUse));
    }
}
