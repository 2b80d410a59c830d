namespace TierPolicy.Kernel.Memory;

/// <summary>Pages that go down, and come back.</summary>
internal static class Demotion
{
    private const int Pages = 64;

    public static void ToSlowNodeAndBack(TieredMemory<Moved> memory)
    {
        PageId[] pages = Labs.NewPages(memory, Pages, Labs.Dram);
        Labs.Check(memory, pages, Labs.Dram, "allocated");
        Empty(memory, Labs.Dram);
        Labs.Check(memory, pages, Labs.Cxl, "demoted");
        Labs.Require(memory.Nodes[Labs.Dram].Stat["pgdemote_proactive"] == Pages, $"{memory.Nodes[Labs.Dram].Stat["pgdemote_proactive"]} pages are counted as demoted");
        for (int i = 0; i < 10; i++)
        {
            Array.ForEach(pages, page => memory.Touch(page));
        }

        Labs.Check(memory, pages, Labs.Dram, "promoted");
        Array.ForEach(pages, memory.Free);
    }

    public static void ToFileAndBack(TieredMemory<Copied> memory)
    {
        PageId[] pages = Labs.NewPages(memory, Pages, Labs.Cxl);
        Labs.Check(memory, pages, Labs.Cxl, "allocated");
        Empty(memory, Labs.Cxl);
        Labs.Require(memory.Nodes[Labs.Ssd].PagesInUse == Pages, $"the file has {memory.Nodes[Labs.Ssd].PagesInUse} pages");
        Console.WriteLine($"demoted: {Pages} pages in the file");
        Labs.Check(memory, pages, Labs.Dram, "paged in");
        Array.ForEach(pages, memory.Free);
    }

    /// <summary>Has reclaim take all pages off a node, as it takes them: a page at a time.</summary>
    private static void Empty<TPolicy>(TieredMemory<TPolicy> memory, int node)
        where TPolicy : struct, ITierPolicy
    {
        for (int tries = 0; memory.Nodes[node].PagesInUse > 0; tries++)
        {
            Labs.Require(tries < 16 * Pages, $"{memory.Nodes[node].PagesInUse} pages stay on node {node}");
            memory.Reclaim(memory.PageSize);
        }
    }
}
