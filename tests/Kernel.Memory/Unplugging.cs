namespace TierPolicy.Kernel.Memory;

/// <summary>A node that goes off line, and comes back.</summary>
internal static class Unplugging
{
    public static void EmptiesTheNode(TieredMemory<Moved> memory)
    {
        const int Pages = 64;
        PageId[] pages = Labs.NewPages(memory, Pages, Labs.Cxl);
        Labs.Check(memory, pages, Labs.Cxl, "allocated");
        long before = Kernel.PagesOn(Labs.Cxl);
        Labs.Require(before >= Pages * memory.PageSize / Kernel.Page, $"the process has only {before} pages of the kernel's on the node");
        OfflineResult result = memory.Offline(Labs.Cxl);
        Labs.Require(result.IsOffline, result.Reason);
        long after = Kernel.PagesOn(Labs.Cxl);
        Labs.Require(after == 0, $"the process still has {after} pages of the kernel's on the node");
        Labs.Check(memory, pages, Labs.Dram, "after the node went off line");
        memory.Online(Labs.Cxl);
        Labs.Require(memory.Migrate(pages, Labs.Cxl).Succeeded == Pages, "not all pages go back to the node");
        Labs.Check(memory, pages, Labs.Cxl, "back on line");
    }
}
