using TierPolicy.Epochs;
using TierPolicy.Storage;

namespace TierPolicy.Nodes;

/// <summary>
/// The frames (or slots) of a node: which are free, and against which watermark one may be taken. Safe from any thread.
/// </summary>
/// <remarks>
/// A frame counts as free as soon as its page has left it, but is used again only when nobody reads it any more. Meanwhile there are spare frames, so that a reader costs the
/// node no capacity.
/// </remarks>
internal sealed partial class FramePool
{
    /// <summary>Asking all threads what they read costs microseconds: so many frames share that.</summary>
    private const int CollectBatch = 64;

    private readonly Lock _lock = new();
    private readonly Stack<uint> _returned = new();
    private readonly Queue<(uint Frame, long Epoch)> _retired = new();
    private readonly List<uint> _unread = [];
    private readonly ReaderSnapshot _readers;
    private readonly ArenaStorage? _arena;
    private readonly SlotMap? _slots;
    private readonly IFrameRoom? _room;
    private readonly long[] _freePages;
    private readonly int _node;
    private readonly long _frames;
    private readonly uint _end;
    private uint _fresh;
    private long _inUse;
    private long _lent;
    private bool _closed;
    private int _collectAt = CollectBatch;

    /// <param name="capacity">Pages that the node may hold.</param>
    /// <param name="spare">Frames beyond the capacity: for writers' copies, since a write lease must not have to reclaim, and for those that are still read.</param>
    /// <param name="arena">Where they lie, if they are read in place.</param>
    /// <param name="memory">The memory's number, for its readers.</param>
    /// <param name="freePages">Where the number of free frames is kept for rules to read.</param>
    /// <param name="node">The index in <paramref name="freePages"/>.</param>
    /// <param name="room">Says for how many pages there is room, where that depends on what they hold; <paramref name="spare"/> then are the frame numbers beyond the capacity.</param>
    /// <param name="isSimulated">Whether frames hold nothing: then all of them are number 0, and only how many are in use is kept account of, for one thread at a time.</param>
    public FramePool(long capacity, int spare, ArenaStorage? arena, long memory, long[] freePages, int node, IFrameRoom? room = null, bool isSimulated = false)
    {
        IsSimulated = isSimulated;
        Capacity = capacity;
        Spare = spare;
        _frames = capacity + spare;
        _fresh = arena?.FirstFrame ?? 0;
        _end = (uint)(_fresh + _frames);
        _obtainable = capacity;
        _arena = arena;
        _backing = arena?.Backing;
        _room = room;
        _slots = arena is null && !isSimulated ? new SlotMap(_frames) : null;
        _readers = new ReaderSnapshot(memory);
        _freePages = freePages;
        _node = node;
        _freePages[node] = capacity;
    }

    public long Capacity { get; }

    /// <summary>Frames beyond the capacity: so many can be kept by writers and readers before the node has none to give although it has room.</summary>
    public int Spare { get; }

    /// <summary>Frames that pages have left and that nobody has found unread since.</summary>
    public int Retired
    {
        get
        {
            lock (_lock)
            {
                return _retired.Count;
            }
        }
    }

    /// <summary>Frames that hold a page now, or a writer's copy of one.</summary>
    public long InUse => Volatile.Read(ref _inUse);

    /// <summary>Frames free now.</summary>
    public long Free => Volatile.Read(ref _freePages[_node]);

    /// <summary>Whether how many pages there is room for depends on what they hold.</summary>
    public bool IsElastic => _room is not null;

    /// <summary>Whether frames hold nothing; then one thread at a time uses the memory, and what it does a million times a second takes no locks.</summary>
    public bool IsSimulated { get; }

    /// <summary>Whether the node gives out no frames, since it is off line or going there.</summary>
    public bool IsClosed => Volatile.Read(ref _closed);

    // Under the lock, after no frame could be taken: as whoever asked last was told.
    private ReaderShortage Shortage =>
        _retired.Count == 0 ? ReaderShortage.None : _readers.ProtectsAll ? ReaderShortage.OfAllFrames : ReaderShortage.OfFreeFrames;

    // Under the lock.
    private long Room => (_room?.FreePages ?? _obtainable - _inUse) + _lent;

    /// <summary>Counts anew what is free, after pages were written that needed less room than was kept for them.</summary>
    public void Recount()
    {
        if (IsElastic)
        {
            lock (_lock)
            {
                Account(0);
            }
        }
    }

    /// <summary>Takes a frame if more than <paramref name="watermark"/> are free.</summary>
    public bool TryTake(long watermark, out uint frame) => TryTake(watermark, out frame, out _);

    /// <summary>Takes a frame if more than <paramref name="watermark"/> are free.</summary>
    /// <param name="watermark">Frames to leave.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="shortage">How readers stand in the way where none was taken although there was room.</param>
    public bool TryTake(long watermark, out uint frame, out ReaderShortage shortage)
    {
        if (Free <= watermark && !IsElastic && !IsShort)
        {
            // Who is refused here would be refused under the lock, too, or came a moment too early. A node that is short of memory is not, as the machine may have some again.
            (frame, shortage) = (0, ReaderShortage.None);
            return false;
        }

        if (IsSimulated)
        {
            shortage = ReaderShortage.None;
            return TryPop(out frame);
        }

        lock (_lock)
        {
            frame = 0;
            bool taken = HasRoom(watermark) && TryPop(out frame);
            shortage = taken || _closed || Room <= watermark ? ReaderShortage.None : Shortage;
            return taken;
        }
    }

    /// <summary>Takes as many frames as there are above the watermark, and as there is room for.</summary>
    /// <param name="watermark">Frames to leave.</param>
    /// <param name="frames">Takes them.</param>
    /// <param name="backed">Whether they are to have memory; else they are places to be counted, and have none.</param>
    /// <returns>How many.</returns>
    public int TryTake(long watermark, Span<uint> frames, bool backed = true)
    {
        lock (_lock)
        {
            int taken = 0;
            while (taken < frames.Length && HasRoom(watermark) && TryPop(out frames[taken], backed))
            {
                taken++;
            }

            return taken;
        }
    }

    /// <summary>Takes this very frame, which is free: a page was found in it. Before the memory is used, and of a device only.</summary>
    public void Take(uint frame)
    {
        lock (_lock)
        {
            _slots!.Take(frame);
            Account(1);
        }
    }

    /// <summary>Takes a frame though none may be free: one of the spare ones.</summary>
    public bool TryTakeSpare(out uint frame) => TryTakeSpare(out frame, out _);

    /// <summary>As the other; says also how readers stand in the way where there is none.</summary>
    public bool TryTakeSpare(out uint frame, out ReaderShortage shortage)
    {
        lock (_lock)
        {
            frame = 0;
            bool taken = !_closed && TryPop(out frame);
            shortage = taken || _closed ? ReaderShortage.None : Shortage;
            return taken;
        }
    }

    /// <summary>Gives frames back that a page has left: they are free, and used again when nobody reads them any more.</summary>
    public void Retire(params ReadOnlySpan<uint> frames)
    {
        if (IsSimulated)
        {
            Account(-frames.Length);
            return;
        }

        lock (_lock)
        {
            long epoch = ReaderEpochs.Current;
            foreach (uint frame in frames)
            {
                if (_slots is null)
                {
                    _retired.Enqueue((frame, epoch));
                }
                else
                {
                    _room?.Release(frame);
                    _slots.Return(frame);
                }
            }

            Account(-frames.Length);
        }
    }

    /// <summary>Whether nobody reads a frame any more that a page has left.</summary>
    public bool TryDrain()
    {
        lock (_lock)
        {
            if (_retired.Count > 0)
            {
                Collect();
            }

            return _retired.Count == 0;
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

    private bool TryPop(out uint frame, bool backed = true)
    {
        if (IsSimulated)
        {
            frame = 0;
            bool isThere = _inUse < _frames;
            Account(isThere ? 1 : 0);
            return isThere;
        }

        if (_slots is not null)
        {
            if (!_slots.TryTake(out frame))
            {
                return false;
            }

            _room?.Reserve(frame);
            Account(1);
            return true;
        }

        // The frame returned last is the one most likely in the caches. A fresh one costs memory that others may need: retired ones come first if there are enough of them.
        bool found = !backed ? TryPopUnbacked(out frame)
            : _returned.TryPop(out frame)
                || (_retired.Count >= _collectAt && TryCollect(out frame))
                || TryTakeFresh(out frame)
                || (_retired.Count > 0 && TryCollect(out frame));
        if (found)
        {
            Account(1);
        }

        return found;
    }

    private bool TryCollect(out uint frame)
    {
        Collect();
        return _returned.TryPop(out frame);
    }

    private void Collect()
    {
        ReaderEpochs.Advance(_readers);
        _unread.Clear();
        for (int left = _retired.Count; left > 0; left--)
        {
            (uint frame, long epoch) = _retired.Dequeue();
            if (_readers.Protects(_arena!.Address(frame), epoch))
            {
                _retired.Enqueue((frame, epoch));
            }
            else
            {
                _unread.Add(frame);
            }
        }

        // What is read just now is asked for again when as many more have come.
        _collectAt = _retired.Count + CollectBatch;

        // The first to be retired is the first to be used again: pages that left in order come in order.
        for (int i = _unread.Count - 1; i >= 0; i--)
        {
            _returned.Push(_unread[i]);
        }
    }

    private void Account(int frames)
    {
        _inUse += frames;
        Volatile.Write(ref _freePages[_node], _closed ? 0 : Math.Max(0, Room));
    }
}
