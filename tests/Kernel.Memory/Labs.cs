using System.Runtime.InteropServices;

namespace TierPolicy.Kernel.Memory;

/// <summary>Memories to look at.</summary>
internal static class Labs
{
    public const int Dram = 0;
    public const int Cxl = 1;
    public const int Ssd = 2;

    public static TieredMemoryOptions Options(bool stable) => new() { Background = BackgroundWork.Inline, StableAddresses = stable };

    /// <summary>Pages that are full of their number.</summary>
    public static PageId[] NewPages<TPolicy>(TieredMemory<TPolicy> memory, int count, int node)
        where TPolicy : struct, ITierPolicy
    {
        PageId[] pages = new PageId[count];
        for (int i = 0; i < count; i++)
        {
            pages[i] = memory.Allocate(new PageOptions { Node = node });
            using WriteLease lease = memory.Write(pages[i]);
            MemoryMarshal.Cast<byte, long>(lease.Span).Fill(i);
        }

        return pages;
    }

    /// <summary>Every page has its contents, and lies on that node: the runtime says so, and the kernel.</summary>
    public static void Check<TPolicy>(TieredMemory<TPolicy> memory, ReadOnlySpan<PageId> pages, int node, string what)
        where TPolicy : struct, ITierPolicy
    {
        for (int i = 0; i < pages.Length; i++)
        {
            using PinnedPage pin = memory.Pin(pages[i]);
            Require(MemoryMarshal.Cast<byte, long>(pin.Memory.Span).IndexOfAnyExcept(i) < 0, $"{what}: page {i} does not hold what was written");
            Require(pin.NodeId == node, $"{what}: page {i} is on node {pin.NodeId} and not {node}");
            int[] physical = Kernel.NodesOf(memory.AddressOf(pages[i]), memory.PageSize);
            Require(physical is [int only] && only == node, $"{what}: page {i} lies on NUMA node {string.Join(", ", physical)} and not {node}");
        }

        Console.WriteLine($"{what}: {pages.Length} pages on node {node}");
    }

    public static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
