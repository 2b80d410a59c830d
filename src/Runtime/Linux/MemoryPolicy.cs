namespace TierPolicy.Linux;

/// <summary>On which NUMA node memory is to lie (<c>set_mempolicy(2)</c>, <c>mbind(2)</c>).</summary>
internal static unsafe class MemoryPolicy
{
    // include/uapi/linux/mempolicy.h
    private const int Preferred = 1;
    private const int Bound = 2;

    // CONFIG_NODES_SHIFT is at most 10: the kernel has 1,024 nodes at most.
    private const int MaxNodes = 1024;
    private const int MaskWords = MaxNodes / 64;

    /// <summary>Memory that is touched there comes from that node, and from others where it is full (<c>MPOL_PREFERRED</c>).</summary>
    /// <exception cref="KernelException">Refused: <c>EINVAL</c> for a node that is not there, or not this process's to use.</exception>
    public static void Prefer(nint start, nuint bytes, int node) => Bind(start, bytes, Preferred, node);

    /// <summary>
    /// Memory there stays on that node (<c>MPOL_BIND</c>). Only for what has its memory already: to touch what has none, while the node is full, calls the OOM killer.
    /// </summary>
    /// <exception cref="KernelException">Refused.</exception>
    public static void Keep(nint start, nuint bytes, int node) => Bind(start, bytes, Bound, node);

    /// <summary>As <see cref="MemoryAdvice.Populate"/>, from that node as far as it has memory, whatever the calling thread's own policy says.</summary>
    /// <returns>0, or why not: an <c>errno</c>.</returns>
    public static int PopulateFrom(int node, nint start, nuint bytes)
    {
        ulong* mask = stackalloc ulong[MaskWords];
        ulong* before = stackalloc ulong[MaskWords];
        int mode = 0;
        if (SystemCalls.Call(SystemCalls.GetMempolicy, (nint)(&mode), (nint)before, MaxNodes, 0, 0, 0) != 0)
        {
            return KernelException.Last("get_mempolicy").Error;
        }

        SetMask(mask, node);
        if (SystemCalls.Call(SystemCalls.SetMempolicy, Preferred, (nint)mask, MaxNodes + 1, 0, 0, 0) != 0)
        {
            return KernelException.Last("set_mempolicy").Error;
        }

        int error = MemoryAdvice.Populate(start, bytes);
        _ = SystemCalls.Call(SystemCalls.SetMempolicy, mode, (nint)before, MaxNodes + 1, 0, 0, 0);
        return error;
    }

    private static void Bind(nint start, nuint bytes, int mode, int node)
    {
        ulong* mask = stackalloc ulong[MaskWords];
        SetMask(mask, node);

        // The kernel takes one bit less than it is told (mm/mempolicy.c, get_nodes).
        if (SystemCalls.Call(SystemCalls.Mbind, start, (nint)bytes, mode, (nint)mask, MaxNodes + 1, 0) != 0)
        {
            throw KernelException.Last("mbind");
        }
    }

    private static void SetMask(ulong* mask, int node)
    {
        new Span<ulong>(mask, MaskWords).Clear();
        mask[node / 64] = 1UL << (node % 64);
    }
}
