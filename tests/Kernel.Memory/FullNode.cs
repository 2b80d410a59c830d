namespace TierPolicy.Kernel.Memory;

/// <summary>A NUMA node whose memory others use.</summary>
internal static class FullNode
{
    private const int Piece = 1 << 20;

    /// <summary>What the kernel gives of it in the end: more than the spare frames take, less than the pages that are wanted.</summary>
    private const int Left = 8 << 20;

    public static void IsLeftToOthers(bool stable)
    {
        const int Pages = 200;
        Stack<nint> hog = TakeAll();
        while (!IsThere(Left))
        {
            // The kernel keeps some of what it is given back, as its watermarks are then.
            Kernel.Release(hog.Pop(), Piece);
        }

        using TieredMemory<Moved> memory = new(Labs.Options(stable));
        PageId[] pages = Labs.NewPages(memory, Pages, Labs.Cxl);
        long there = Where(memory, pages);
        Labs.Require(there is > 0 and < Pages, $"{there} of {Pages} pages are on the node: as if it were not full, or not there");
        string[] problems = [.. memory.CheckHealth().Problems];
        Labs.Require(problems.Length == 1 && problems[0].Contains("has memory for", StringComparison.Ordinal), $"health says: {string.Join(' ', problems)}");
        Console.WriteLine($"full: {there} of {Pages} pages on the node. {problems[0]}");

        foreach (nint piece in hog)
        {
            Kernel.Release(piece, Piece);
        }

        Array.ForEach(pages, memory.Free);
        // A node that was full asks the machine again after a second, and the clock here is the machine's: virtual time is for FrameBackingTests.
        Thread.Sleep(1100);
        PageId[] more = Labs.NewPages(memory, Pages, Labs.Cxl);
        Labs.Require(Where(memory, more) == Pages, "the memory that others gave back is not used");
        Labs.Require(!memory.CheckHealth().IsDegraded, "health still says that there is none");
        Console.WriteLine($"given back: {Pages} pages on the node");
    }

    /// <summary>All memory of the node that the kernel gives without taking it from others.</summary>
    private static Stack<nint> TakeAll()
    {
        Stack<nint> taken = [];
        while (true)
        {
            nint piece = Kernel.Take(Piece, Labs.Cxl);
            if (Kernel.NodesOf(piece, Piece) is not [Labs.Cxl])
            {
                Kernel.Release(piece, Piece);
                return taken;
            }

            taken.Push(piece);
        }
    }

    private static bool IsThere(int bytes)
    {
        nint taken = Kernel.Take(bytes, Labs.Cxl);
        bool isThere = Kernel.NodesOf(taken, bytes) is [Labs.Cxl];
        Kernel.Release(taken, bytes);
        return isThere;
    }

    /// <summary>How many pages are on the node; each lies where the runtime says.</summary>
    private static long Where(TieredMemory<Moved> memory, PageId[] pages)
    {
        long there = 0;
        foreach (PageId page in pages)
        {
            using PinnedPage pin = memory.Pin(page);
            int[] physical = Kernel.NodesOf(memory.AddressOf(page), memory.PageSize);
            Labs.Require(physical is [int node] && node == pin.NodeId, $"a page that is on node {pin.NodeId} lies on NUMA node {string.Join(", ", physical)}");
            there += pin.NodeId == Labs.Cxl ? 1 : 0;
        }

        return there;
    }
}
