using TierPolicy.Counters;
using TierPolicy.Engine;
using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy.Schedules.Tests.Lab;

/// <summary>What must hold of a memory at a quiet moment, whatever was done before. Takes everything apart to see it: the memory can only be disposed after that.</summary>
internal static class Books
{
    public static void Check(MemoryCore core)
    {
        List<uint> living = [];
        for (uint page = 0; page < core.Pages.Length; page++)
        {
            // What is left in the word of a freed page means nothing.
            PageState state = core.Pages[page].State;
            if (state.Place != Place.Freed)
            {
                living.Add(page);
                Assert.False(state.IsLocked || state.IsIsolated || state.IsPinned, $"Page {page} is in somebody's hands: {state.Place}, {state.Flags}.");
            }
        }

        Assert.Equal(living.Count, core.Pages.Count);
        Assert.Equal(living.Count(page => core.Pages[page].State.Place.IsNode), core.Domains[0].Pages);
        foreach (Node node in core.Nodes)
        {
            CheckNode(core, node, [.. living.Where(page => core.Pages[page].State.Place == Place.OnNode(node.Id))]);
        }

        CheckDescriptors(core, living);
    }

    /// <summary>Each page of the node stands on one of its lists once, each frame is free or has one page.</summary>
    private static void CheckNode(MemoryCore core, Node node, List<uint> pages)
    {
        Assert.Equal(0, node.Isolated);
        Assert.Equal(0, node.Pins.Count);
        Assert.Equal(0, node.Writeback.Pages);
        Assert.Equal(pages.Count, node.Frames.InUse);
        Assert.Equal(node.Counters[VmStatItem.PgAlloc], node.Counters[VmStatItem.PgFree] + node.Frames.InUse);
        Assert.Equal(pages.Count(page => core.Pages[page].State.IsDirtyFile), node.Counters.Dirty);

        List<uint> listed = [];
        for (uint page = node.Lists.Any; page != PageTable.None && listed.Count <= pages.Count; page = node.Lists.Any)
        {
            listed.Add(page);
            node.Lists.Remove(page);
        }

        Assert.Equal(pages, listed.Order());
        Assert.Equal(0, node.Lists.Total);
        if (node.IsByteAddressable)
        {
            CheckFrames(core, node, pages);
        }
    }

    private static void CheckFrames(MemoryCore core, Node node, List<uint> pages)
    {
        Assert.True(node.Frames.TryDrain(), "Nobody reads, but frames are kept as if somebody did.");
        List<uint> frames = [.. pages.Select(page => core.Pages[page].State.Frame)];
        bool isClosed = node.Frames.IsClosed;
        node.Frames.Open();
        while (node.Frames.TryTakeSpare(out uint frame))
        {
            frames.Add(frame);
        }

        long all = node.Frames.Capacity + MemoryBuilder.SpareFrames(node.Frames.Capacity);
        Assert.Equal(Enumerable.Range(0, (int)all).Select(static frame => (uint)frame), frames.Order());
        if (isClosed)
        {
            node.Frames.Close();
        }
    }

    /// <summary>Each descriptor is a living page's, or is free once.</summary>
    private static void CheckDescriptors(MemoryCore core, List<uint> living)
    {
        uint all = core.Pages.Length;
        List<uint> found = [.. living];
        for (int free = (int)all - living.Count; free > 0; free--)
        {
            found.Add(core.Pages.Take());
        }

        Assert.Equal(Enumerable.Range(0, (int)all).Select(static page => (uint)page), found.Order());
    }
}
