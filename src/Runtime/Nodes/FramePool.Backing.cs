namespace TierPolicy.Nodes;

/// <content>Frames whose memory comes from one place, and may not be had: the node is as large as the machine lets it be.</content>
internal sealed partial class FramePool
{
    // Used before, and without memory since.
    private readonly Stack<uint> _unbacked = new();
    private readonly IFrameBacking? _backing;
    private long _obtainable;
    private long _askAgainAt;

    /// <summary>Pages that the node can hold with the memory that the machine has for it now: as many as its capacity, but on a NUMA node that is full.</summary>
    public long Obtainable => Volatile.Read(ref _obtainable);

    /// <summary>Whether <see cref="Obtainable"/> is below the capacity.</summary>
    public bool IsShort => Obtainable < Capacity;

    /// <summary>Why <see cref="Obtainable"/> is below the capacity, if it is.</summary>
    public string WhyShort => _backing?.Reason ?? "";

    /// <summary>Takes back what was taken without memory, or has lost it: nobody reads it.</summary>
    public void ReturnUnbacked(ReadOnlySpan<uint> frames)
    {
        lock (_lock)
        {
            foreach (uint frame in frames)
            {
                _unbacked.Push(frame);
            }

            Account(-frames.Length);
        }
    }

    /// <summary>The machine had no memory on the node for pages that were to move there: it is full with those that it has, until the machine is asked again.</summary>
    public void NoteShortage()
    {
        if (_backing is not null)
        {
            lock (_lock)
            {
                NoteShortage(_backing, beyond: 0);
            }
        }
    }

    /// <summary>Gives the machine the memory of a node that is off line: it holds no page, and nobody reads what it held.</summary>
    public void GiveBackMemory()
    {
        lock (_lock)
        {
            if (!_closed || _inUse > 0 || _retired.Count > 0 || _arena is null)
            {
                return;
            }

            if (_backing is null)
            {
                _arena.GiveBack();
                return;
            }

            if (_backing.TryGiveBackAll())
            {
                _returned.Clear();
                _fresh = _arena.FirstFrame;
                return;
            }

            while (_returned.TryPop(out uint frame))
            {
                _backing.GiveBack(frame);
                _unbacked.Push(frame);
            }
        }
    }

    private void NoteShortage(IFrameBacking backing, long beyond)
    {
        // Those to spare are kept: a writer must have its copy.
        long backed = _inUse + _returned.Count + _retired.Count + beyond;
        Volatile.Write(ref _obtainable, Math.Clamp(backed - Spare, 0, Capacity - 1));
        _askAgainAt = backing.Now + IFrameBacking.Pause;
        Account(0);
    }

    private bool HasRoom(long watermark)
    {
        if (_closed || Room > watermark)
        {
            return !_closed;
        }

        if (_obtainable == Capacity || _backing!.Now < _askAgainAt)
        {
            return false;
        }

        // Others may have given memory back meanwhile.
        Volatile.Write(ref _obtainable, Capacity);
        Account(0);
        return Room > watermark;
    }

    /// <summary>Takes a frame that nobody has used, or that has lost its memory.</summary>
    private bool TryTakeFresh(out uint frame)
    {
        bool wasUsed = _unbacked.TryPeek(out frame);
        if (!wasUsed)
        {
            frame = _fresh;
        }

        if ((!wasUsed && _fresh == _end) || (_backing is not null && !TryBack(_backing, frame)))
        {
            return false;
        }

        if (wasUsed)
        {
            _unbacked.Pop();
        }
        else
        {
            _fresh++;
        }

        return true;
    }

    /// <summary>Takes a frame as a place only: where it has memory, that is given back.</summary>
    private bool TryPopUnbacked(out uint frame)
    {
        if (_unbacked.TryPop(out frame))
        {
            return true;
        }

        if (_fresh != _end)
        {
            frame = _fresh++;
            return true;
        }

        bool found = _returned.TryPop(out frame) || (_retired.Count > 0 && TryCollect(out frame));
        if (found)
        {
            _backing?.GiveBack(frame);
        }

        return found;
    }

    /// <summary>Has the machine give a frame its memory. What it has not makes the node smaller, until it is asked again.</summary>
    private bool TryBack(IFrameBacking backing, uint frame)
    {
        if (_obtainable == Capacity || backing.Now >= _askAgainAt)
        {
            if (backing.TryBack(frame))
            {
                Volatile.Write(ref _obtainable, Capacity);
                return true;
            }

            NoteShortage(backing, backing.BackedFrom(frame));
            if (Room <= 0)
            {
                // What there is, is to spare.
                return false;
            }
        }

        return backing.IsBacked(frame);
    }
}
