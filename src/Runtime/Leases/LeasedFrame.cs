namespace TierPolicy;

/// <summary>What a read lease is made of. Two words, so that it is returned in registers and the lease itself never has to lie in memory.</summary>
internal readonly struct LeasedFrame
{
    private const int LeaseMask = 0xFF;
    private const int NodeShift = 8;
    private const int NodeMask = 0xFF;
    private const long PagedIn = 1L << 31;

    private readonly long _facts;

    public LeasedFrame(nint address, int lease, int node, bool wasPagedIn)
    {
        Address = address;
        _facts = (uint)lease | ((uint)node << NodeShift) | (wasPagedIn ? PagedIn : 0);
    }

    public nint Address { get; }

    public int Lease => (int)_facts & LeaseMask;

    public int Node => ((int)_facts >> NodeShift) & NodeMask;

    public bool WasPagedIn => (_facts & PagedIn) != 0;
}
