using TierPolicy.Pages;

namespace TierPolicy;

/// <summary>What a read lease is made of. Two words, so that it is returned in registers and the lease itself never has to lie in memory.</summary>
internal readonly struct LeasedFrame
{
    private const ulong PagedIn = 1UL << 63;

    // The page's state, but for the frame's number, in the place of which stands the lease's.
    private readonly ulong _facts;

    /// <param name="address">Where the frame is.</param>
    /// <param name="lease">Which of the thread's leases it is.</param>
    /// <param name="state">The page's state, for the place.</param>
    /// <param name="wasPagedIn">Whether the page came up for it.</param>
    public LeasedFrame(nint address, int lease, PageState state, bool wasPagedIn)
    {
        Address = address;
        _facts = (state.Word & ~(ulong)uint.MaxValue) | (uint)lease | (wasPagedIn ? PagedIn : 0);
    }

    public nint Address { get; }

    public int Lease => (int)_facts;

    public int Node => new PageState(_facts).Place.Node;

    public bool WasPagedIn => (_facts & PagedIn) != 0;
}
