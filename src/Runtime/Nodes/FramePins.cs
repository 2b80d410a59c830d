namespace TierPolicy.Nodes;

/// <summary>
/// The frames of a node that somebody has pinned, for longer than a lease or away from the stack. There are few at a time, so they are counted here and not with the frame.
/// A pinned frame whose page leaves it is retired when the last pin goes. Safe from any thread.
/// </summary>
internal sealed class FramePins
{
    private readonly Lock _lock = new();
    private readonly Dictionary<uint, (int Pins, bool IsRetired)> _pins = [];

    /// <summary>Frames that are pinned now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _pins.Count;
            }
        }
    }

    /// <summary>Pins a frame if <paramref name="isThere"/>, asked under the lock, says that the page is in it and marked as pinned.</summary>
    public bool TryPin<TArgument>(uint frame, TArgument argument, Func<TArgument, bool> isThere)
    {
        lock (_lock)
        {
            if (!isThere(argument))
            {
                return false;
            }

            (int pins, bool isRetired) = _pins.GetValueOrDefault(frame);
            _pins[frame] = (pins + 1, isRetired);
            return true;
        }
    }

    /// <summary>Takes a pin off. True when it was the last and the page has left: the caller must retire the frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="argument">Passed on.</param>
    /// <param name="unmark">Called under the lock when it was the last and the page is still there.</param>
    public bool Unpin<TArgument>(uint frame, TArgument argument, Action<TArgument> unmark)
    {
        lock (_lock)
        {
            (int pins, bool isRetired) = _pins[frame];
            if (pins > 1)
            {
                _pins[frame] = (pins - 1, isRetired);
                return false;
            }

            _pins.Remove(frame);
            if (!isRetired)
            {
                unmark(argument);
            }

            return isRetired;
        }
    }

    /// <summary>The page that was marked as pinned has left the frame. True when no pin is on it any more: the caller must retire it.</summary>
    public bool Leave(uint frame)
    {
        lock (_lock)
        {
            if (!_pins.TryGetValue(frame, out (int Pins, bool IsRetired) found))
            {
                return true;
            }

            _pins[frame] = (found.Pins, true);
            return false;
        }
    }
}
