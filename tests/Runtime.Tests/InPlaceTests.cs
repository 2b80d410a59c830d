using TierPolicy.Pages;
using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

/// <summary>Pages that are written in place.</summary>
public class InPlaceTests
{
    private const int Dram = 0;
    private const int Cxl = 1;

    [Fact]
    public void A_write_is_made_in_the_pages_own_frame_and_takes_no_other()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = NewPage(lab, 1);
        PageState before = lab.Memory.Core.Pages[page.Index].State;
        long frames = lab.Total("pgalloc");
        for (int i = 2; i < 100; i++)
        {
            using WriteLease lease = lab.Memory.Write(page);
            Assert.Equal(i - 1, Contents.Of(lease.Span));
            Contents.Fill(lease.Span, i);
        }

        Assert.Equal(99, lab.Read(page));
        Assert.True(lab.Memory.Core.Pages[page.Index].State.IsAtSameAddress(before));
        Assert.Equal(frames, lab.Total("pgalloc"));
        lab.AssertBalanced();
    }

    [Fact]
    public void A_reader_waits_for_the_writer_and_sees_all_that_was_written()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = NewPage(lab, 1);
        long read = 0;
        Thread reader = new(() => read = lab.Read(page));
        using (WriteLease lease = lab.Memory.Write(page))
        {
            Contents.Fill(lease.Span[..2048], 2);
            reader.Start();
            WaitUntilItWaits(reader);
            Contents.Fill(lease.Span[2048..], 2);
        }

        reader.Join();
        Assert.Equal(2, read);
    }

    [Fact]
    public void A_writer_waits_for_leases_and_pins_to_end()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = NewPage(lab, 1);
        Thread writer = new(() => lab.Write(page, 2));
        using (PinnedPage pin = lab.Memory.Pin(page))
        {
            using (ReadLease lease = lab.Memory.Read(page))
            {
                writer.Start();
                WaitUntilItWaits(writer);
                Assert.Equal(1, Contents.Of(lease.Span));
            }

            WaitUntilItWaits(writer);
            Assert.Equal(1, Contents.Of(pin.Memory.Span));
        }

        writer.Join();
        Assert.Equal(2, lab.Read(page));
        lab.AssertBalanced();
    }

    [Fact]
    public void TryCopyTo_does_not_wait_for_the_writer()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = NewPage(lab, 1);
        byte[] copy = new byte[lab.Memory.PageSize];
        using (WriteLease lease = lab.Memory.Write(page))
        {
            Contents.Fill(lease.Span, 2);
            Assert.False(lab.Memory.TryCopyTo(page, copy));
        }

        Assert.True(lab.Memory.TryCopyTo(page, copy));
        Assert.Equal(2, Contents.Of(copy));
        Assert.Throws<ArgumentException>(() => lab.Memory.TryCopyTo(page, new byte[10]));
        Assert.False(lab.Memory.TryCopyTo(lab.Memory.AllocateFile(7, new PageOptions { InPlace = true }), copy));
    }

    [Fact]
    public async Task ReadAsync_waits_for_the_writer_without_a_thread()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = NewPage(lab, 1);
        using ManualResetEventSlim begun = new();
        using ManualResetEventSlim end = new();
        Thread writer = new(() =>
        {
            using WriteLease lease = lab.Memory.Write(page);
            begun.Set();
#pragma warning disable TP0505 // Who waits for it is what this is about.
            end.Wait();
#pragma warning restore TP0505
            Contents.Fill(lease.Span, 2);
        });
        writer.Start();
        begun.Wait();
        Task<PinnedPage> read = lab.Memory.ReadAsync(page).AsTask();
        Assert.False(read.IsCompleted);
        end.Set();
        using PinnedPage pin = await read;
        Assert.Equal(2, Contents.Of(pin.Memory.Span));
        writer.Join();
    }

    [Fact]
    public void It_moves_from_node_to_node_and_out_of_memory_and_back_with_its_bytes()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = NewPage(lab, 1);
        for (int round = 1; round < 5; round++)
        {
            Assert.Equal(1, lab.Memory.Migrate([page], Cxl).Succeeded);
            Assert.Equal(round, lab.Read(page));

            // A rule may have wanted it up already.
            Assert.Equal(0, lab.Memory.Migrate([page], Dram).NotMoved);
            Assert.Equal(round, lab.Read(page));
            Assert.Equal(1, lab.Memory.PageOut([page]));
            lab.Write(page, round + 1);
            Assert.True(lab.Memory.Core.Pages[page.Index].State.IsInPlace);
        }

        Assert.Equal(5, lab.Read(page));
        lab.AssertBalanced();
    }

    [Fact]
    public void Reclaim_demotes_and_swaps_it_as_any_other_and_gives_it_its_second_chance()
    {
        using MemoryLab<Demoting> lab = new();
        PageId[] pages = [.. Enumerable.Range(0, 120).Select(i => NewPage(lab, i))];
        Assert.True(lab.Total("pgdemote_direct") + lab.Total("pgdemote_kswapd") > 0 && lab.Total("pswpout") > 0);
        Assert.Equal(Enumerable.Range(0, 120).Select(static i => (long)i), pages.Select(lab.Read));
        Assert.True(lab.Total("pgactivate") > 0);
        lab.AssertBalanced();
    }

    [Fact]
    public void A_node_goes_off_line_with_its_pages_moved()
    {
        using MemoryLab<Descending> lab = new();
        PageId[] pages = [.. Enumerable.Range(0, 8).Select(i => NewPage(lab, i))];
        int node = lab.Memory.Nodes.First(static node => TieredMemory<Descending>.Policy.Topology.Nodes[node.Id].Hotplug).Id;
        lab.Memory.Migrate(pages, node);
        Assert.True(lab.Memory.Offline(node).IsOffline);
        Assert.Equal(Enumerable.Range(0, 8).Select(static i => (long)i), pages.Select(lab.Read));
        lab.AssertBalanced();
    }

    [Fact]
    public void A_dirty_file_page_is_written_back_as_it_was_written()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.Memory.AllocateFile(7, new PageOptions { InPlace = true });
        lab.Write(page, 8);
        Assert.Equal(1, lab.Count("nr_dirty"));
        lab.Memory.Flush(page);
        Assert.Equal((8, 0), (lab.Store.Stored(7), lab.Count("nr_dirty")));
    }

    [Fact]
    public void What_would_wait_for_itself_and_what_cannot_be_done_is_refused()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = NewPage(lab, 1);
        using (lab.Memory.Read(page))
        {
            Assert.Contains("would wait for itself", Refused(() => lab.Memory.Write(page).Dispose()), StringComparison.Ordinal);
        }

        using (WriteLease lease = lab.Memory.Write(page))
        {
            Assert.Contains("would wait for itself", Refused(() => lab.Memory.Read(page).Dispose()), StringComparison.Ordinal);
            Assert.Contains("would wait for itself", Refused(() => lab.Memory.Pin(page).Dispose()), StringComparison.Ordinal);
            Assert.Contains("would wait for itself", Refused(() => lab.Memory.Write(page).Dispose()), StringComparison.Ordinal);
            Contents.Fill(lease.Span, 2);
            string? discarded = null;
            try
            {
                lease.Discard();
            }
            catch (InvalidOperationException error)
            {
                discarded = error.Message;
            }

            Assert.Contains("written in place", discarded, StringComparison.Ordinal);
        }

        Assert.Contains("written in place", Refused(() => ReadInBatch(lab, page)), StringComparison.Ordinal);
        Assert.Equal(2, lab.Read(page));
        lab.AssertBalanced();
    }

    [Fact]
    public void Many_readers_and_writers_never_see_half_a_write_while_pages_move()
    {
        const int Threads = 4;
        const int Rounds = 400;
        using MemoryLab<Demoting> lab = new(static options => options.Background = BackgroundWork.Threads);
        PageId[] pages = [.. Enumerable.Range(0, 4).Select(_ => NewPage(lab, 0))];
        Exception? failure = null;
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(seed => new Thread(() =>
        {
            Random random = new(seed);
            failure ??= Record.Exception(() =>
            {
                for (int i = 0; i < Rounds; i++)
                {
                    PageId page = pages[random.Next(pages.Length)];
                    using (WriteLease lease = lab.Memory.Write(page))
                    {
                        Contents.Fill(lease.Span, Contents.Of(lease.Span) + 1);
                    }

                    lab.Read(pages[random.Next(pages.Length)]);
                    lab.Memory.Migrate([page], random.Next(2));
                }
            });
        }))];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());
        Assert.Null(failure);
        Assert.Equal(Threads * Rounds, pages.Sum(lab.Read));
        lab.AssertBalanced();
    }

    private static PageId NewPage<TPolicy>(MemoryLab<TPolicy> lab, long value)
        where TPolicy : struct, ITierPolicy
    {
        PageId page = lab.Memory.Allocate(new PageOptions { InPlace = true });
        lab.Write(page, value);
        return page;
    }

    private static void ReadInBatch(MemoryLab<Demoting> lab, PageId page)
    {
        using ReadBatch<Demoting> batch = lab.Memory.ReadMany();
        batch.Read(page);
    }

    private static string Refused(Action action) => Assert.Throws<InvalidOperationException>(action).Message;

    /// <summary>Spins with pauses, as one that waits for others does; one that does not wait has ended instead.</summary>
    private static void WaitUntilItWaits(Thread thread)
    {
        Assert.True(SpinWait.SpinUntil(() => thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin), TimeSpan.FromSeconds(30)), "It does not wait.");
        Assert.True(thread.IsAlive);
    }
}
