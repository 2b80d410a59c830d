namespace TierPolicy.Nodes;

/// <summary>
/// Counts the leases on each frame of a byte-addressable node. A page may leave its frame while readers are on it: the frame is retired then,
/// and free when the last of them has gone.
/// </summary>
/// <remarks>
/// A reader counts itself in first and looks afterwards whether the page is still there; it may so count itself in on a frame that has a new
/// page by then, for a moment. That does no harm: it counts itself out again.
/// </remarks>
internal sealed class FrameReferences(long frames)
{
    private const int Retired = 1 << 30;

    private readonly int[] _counts = new int[frames];

    /// <summary>Whether anybody holds a lease on the frame.</summary>
    public bool IsHeld(uint frame) => (Volatile.Read(ref _counts[frame]) & ~Retired) != 0;

    public void Enter(uint frame) => Interlocked.Increment(ref _counts[frame]);

    /// <summary>Ends a lease. True when the frame is free by that, and the caller must return it to its pool.</summary>
    public bool Leave(uint frame) => Interlocked.Decrement(ref _counts[frame]) == Retired && TryFree(frame);

    /// <summary>The page has left the frame. True when it is free by that, and the caller must return it to its pool.</summary>
    public bool Retire(uint frame) => Interlocked.Or(ref _counts[frame], Retired) == 0 && TryFree(frame);

    // Leave and Retire may both find the frame abandoned: one of them wins.
    private bool TryFree(uint frame) => Interlocked.CompareExchange(ref _counts[frame], 0, Retired) == Retired;
}
