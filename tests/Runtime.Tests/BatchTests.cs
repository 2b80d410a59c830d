using System.Runtime.InteropServices;
using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

/// <summary>What an open batch costs: the spare frames, and no more. Nodes of 512 pages with the watermarks that a program gets.</summary>
public class BatchTests
{
    private const int Pages = 2000;

    [Fact]
    public void A_batch_over_pages_that_must_come_up_takes_the_spare_frames_and_fails_then_without_emptying_the_node()
    {
        using MemoryLab<Demoting> lab = NewLab();
        PageId[] pages = lab.NewPages(Pages);
        (long inUse, long swappedOut) = (lab.Memory.Nodes[0].PagesInUse, lab.Total("pswpout"));
        int read = 0;
        TierFullException? error = null;
        using (ReadBatch<Demoting> batch = lab.Memory.ReadMany())
        {
            ReadOnlySpan<byte> first = batch.Read(pages[0]);
            while (error is null)
            {
                error = TryRead(batch, pages[read], read);
                read += error is null ? 1 : 0;
            }

            Assert.Equal(0, Contents.Of(first));
            AssertOnlyWhatWasNeededLeft(lab, inUse, swappedOut, read);
        }

        Assert.True(read >= lab.Memory.Core.Nodes[0].Frames.Spare);
        Assert.Matches($"thread {Environment.CurrentManagedThreadId}( '.*')? holds 1 batch", error.Message);
        Assert.Matches("no node has a frame that is both free and no longer read: Dram .* frames that pages have left are still read", error.Message);
        Assert.Equal(Enumerable.Range(0, Pages).Select(i => (long)i), pages.Select(lab.Read));
        lab.AssertBalanced();
    }

    [Fact]
    public void While_another_thread_sleeps_in_a_batch_reads_have_the_spare_frames_and_are_told_then_who_keeps_the_rest()
    {
        using MemoryLab<Demoting> lab = NewLab();
        PageId[] pages = lab.NewPages(Pages);
        using ManualResetEventSlim opened = new();
        using ManualResetEventSlim end = new();
        int holder = 0;
        Thread sleeper = new(() =>
        {
            holder = Environment.CurrentManagedThreadId;
            using ReadBatch<Demoting> batch = lab.Memory.ReadMany();
            batch.Read(pages[^1]);
            opened.Set();
            end.Wait();
        });
        sleeper.Start();
        opened.Wait();
        (long inUse, long swappedOut) = (lab.Memory.Nodes[0].PagesInUse, lab.Total("pswpout"));
        int read = 0;
        Exception? error = null;
        for (; error is null; read++)
        {
            error = Record.Exception(() => Assert.Equal(read, lab.Read(pages[read])));
        }

        read--;
        AssertOnlyWhatWasNeededLeft(lab, inUse, swappedOut, read);
        Assert.True(read >= lab.Memory.Core.Nodes[0].Frames.Spare);
        Assert.Contains($"thread {holder} holds 1 batch", Assert.IsType<TierFullException>(error).Message, StringComparison.Ordinal);

        end.Set();
        sleeper.Join();
        Assert.Equal(Enumerable.Range(0, Pages).Select(i => (long)i), pages.Select(lab.Read));
        lab.AssertBalanced();
    }

    private static MemoryLab<Demoting> NewLab() => new(options =>
    {
        options.Watermarks.Clear();
        options.Capacities["Dram"] = 2L << 20;
        options.Capacities["Cxl"] = 2L << 20;
        options.SwapCapacity = 16L << 20;
    });

    private static TierFullException? TryRead(in ReadBatch<Demoting> batch, PageId page, long value)
    {
        try
        {
            Assert.Equal(value, MemoryMarshal.Read<long>(batch.Read(page)));
            return null;
        }
        catch (TierFullException error)
        {
            return error;
        }
    }

    /// <summary>One page out for each that came up, and two clusters ahead of them on each node.</summary>
    private static void AssertOnlyWhatWasNeededLeft(MemoryLab<Demoting> lab, long inUse, long swappedOut, int read)
    {
        const int Ahead = 2 * 2 * 32;
        Assert.InRange(lab.Memory.Nodes[0].PagesInUse, inUse - Ahead, 512);
        Assert.InRange(lab.Total("pswpout") - swappedOut, 0, read + Ahead);
    }
}
