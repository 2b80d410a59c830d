using System.Runtime.InteropServices;
using TierPolicy.Epochs;
using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

/// <summary>What an open batch costs others: the frames that it lists, or, when it has read more, the spare ones; no more. Nodes of 512 pages with the watermarks that a program gets.</summary>
public class BatchTests
{
    private const int Pages = 2000;

    [Fact]
    public void A_batch_over_more_pages_that_must_come_up_than_it_lists_takes_the_spare_frames_and_fails_then_without_emptying_the_node()
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
            // A page that the batch has listed gives no frame when it leaves.
            AssertOnlyWhatWasNeededLeft(lab, inUse - EpochSlot.MaxListed, swappedOut, read + EpochSlot.MaxListed);
        }

        Assert.InRange(read, EpochSlot.MaxListed, Pages - 1);
        Assert.Matches($"thread {Environment.CurrentManagedThreadId}( '.*')? holds 1 batch \\(all frames", error.Message);
        Assert.Matches("no node has a frame that is both free and no longer read: Dram .* frames that pages have left are still read", error.Message);
        Assert.Equal(Enumerable.Range(0, Pages).Select(i => (long)i), pages.Select(lab.Read));
        lab.AssertBalanced();
    }

    [Fact]
    public void While_a_batch_holds_as_many_pages_that_came_up_as_it_lists_others_read_write_and_allocate_as_much_as_they_like()
    {
        using MemoryLab<Demoting> lab = NewLab();
        PageId[] pages = lab.NewPages(Pages);
        Assert.True(EpochSlot.MaxListed > lab.Memory.Core.Nodes[0].Frames.Spare + 100);
        WhileAnotherThread(
            lab,
            (in ReadBatch<Demoting> batch) =>
            {
                for (int i = 0; i < EpochSlot.MaxListed; i++)
                {
                    Assert.Equal(i, Contents.Of(batch.Read(pages[i])));
                }
            },
            _ =>
            {
                for (int round = 0; round < 2; round++)
                {
                    Assert.Equal(Enumerable.Range(0, Pages).Select(i => (long)i), pages.Select(lab.Read));
                    Array.ForEach(pages, page => lab.Write(page, lab.Read(page)));
                    Array.ForEach(lab.NewPages(300), lab.Memory.Free);
                }
            });
        lab.AssertBalanced();
    }

    [Fact]
    public virtual void What_a_batch_has_read_stays_as_it_was_while_others_use_all_other_frames()
    {
        using MemoryLab<Demoting> lab = NewLab();
        PageId[] pages = lab.NewPages(Pages);
        using (ReadBatch<Demoting> batch = lab.Memory.ReadMany())
        {
            ReadFrom(in batch, 0);
        }

        Assert.All(pages, page => Assert.Equal(-3, lab.Read(page)));
        lab.AssertBalanced();

        // A span each in a frame of the stack: they cannot be put aside.
        void ReadFrom(in ReadBatch<Demoting> batch, int page)
        {
            if (page < EpochSlot.MaxListed)
            {
                ReadOnlySpan<byte> read = batch.Read(pages[page]);
                ReadFrom(in batch, page + 1);
                Assert.Equal(page, Contents.Of(read));
                return;
            }

            for (int round = 1; round < 4; round++)
            {
                Array.ForEach(pages, other => lab.Write(other, -round));
            }
        }
    }

    [Fact]
    public void While_another_thread_sleeps_in_a_batch_that_has_read_more_reads_have_the_spare_frames_and_are_told_then_who_keeps_the_rest()
    {
        using MemoryLab<Demoting> lab = NewLab();
        PageId[] pages = lab.NewPages(Pages);
        (long inUse, long swappedOut) = (lab.Memory.Nodes[0].PagesInUse, lab.Total("pswpout"));
        WhileAnotherThread(
            lab,
            (in ReadBatch<Demoting> batch) =>
            {
                for (int i = 0; i <= EpochSlot.MaxListed; i++)
                {
                    batch.Read(pages[^1]);
                }
            },
            holder =>
            {
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
            });
        Assert.Equal(Enumerable.Range(0, Pages).Select(i => (long)i), pages.Select(lab.Read));
        lab.AssertBalanced();
    }

    [Fact]
    public async Task A_batch_and_ReadAsync_of_one_page_do_not_wait_for_each_other()
    {
        GatedStore store = new();
        using MemoryLab<Demoting> lab = NewLab(store);
        PageId[] pages = lab.NewPages(Pages);
        PageId wanted = lab.Memory.AllocateFile(7);
        Task<PinnedPage> pin = lab.Memory.ReadAsync(wanted).AsTask();
        long read = 0;
        using ManualResetEventSlim waits = new();
        Thread thread = new(() =>
        {
            using ReadBatch<Demoting> batch = lab.Memory.ReadMany();
            for (int i = 0; i < 100; i++)
            {
                batch.Read(pages[i]);
            }

            waits.Set();

            // Locked by who brings it up, and that one needs a frame.
            read = Contents.Of(batch.Read(wanted));
        });
        thread.Start();
        waits.Wait();
        store.NextRead().SetResult();
        using (PinnedPage pinned = await pin)
        {
            Assert.Equal(7, Contents.Of(pinned.Memory.Span));
        }

        thread.Join();
        Assert.Equal(7, read);
        Assert.Equal(1, store.Begun);
    }

    private static void WhileAnotherThread(MemoryLab<Demoting> lab, Reading reads, Action<int> others)
    {
        using ManualResetEventSlim opened = new();
        using ManualResetEventSlim end = new();
        int holder = 0;
        Exception? failure = null;
        Thread sleeper = new(() =>
        {
            holder = Environment.CurrentManagedThreadId;
            using ReadBatch<Demoting> batch = lab.Memory.ReadMany();
            try
            {
                reads(in batch);
            }
#pragma warning disable CA1031 // Told on the test's own thread.
            catch (Exception error)
#pragma warning restore CA1031
            {
                failure = error;
            }

            opened.Set();
            end.Wait();
        });
        sleeper.Start();
        opened.Wait();
        try
        {
            Assert.Null(failure);
            others(holder);
        }
        finally
        {
            end.Set();
            sleeper.Join();
        }
    }

    private delegate void Reading(in ReadBatch<Demoting> batch);

    private static MemoryLab<Demoting> NewLab(IPageStore? store = null) => new(options =>
    {
        options.Store = store ?? options.Store;
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
