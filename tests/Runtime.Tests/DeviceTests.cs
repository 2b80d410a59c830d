using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;
using TierPolicy.Storage;

namespace TierPolicy.Runtime.Tests;

public class DeviceTests
{
    private const int Ssd = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1.5);

    [Fact]
    public void Contents_that_a_device_changed_are_told_with_node_slot_and_page_and_never_seen()
    {
        using FaultyLab lab = new();
        PageId[] pages = lab.PagesOnSsd(3);
        lab.Ssd.FlipBit((2 * 4096) + 77);
        TierIOException error = Assert.Throws<TierIOException>(() => lab.Lab.Read(pages[2]));
        Assert.Equal("Ssd", error.Place);
        Assert.Contains($"The contents of {pages[2]} could not be read from node 'Ssd', slot 2: the contents do not match their checksum", error.Message, StringComparison.Ordinal);
        Assert.Equal([0L, 1], pages[..2].Select(lab.Lab.Read));
        Assert.Equal(1, lab.Status.PagesInUse);
        Assert.Equal(1, lab.Status.Errors);

        // The page stayed where it was: when the device gives back what it was given, it is read.
        lab.Ssd.FlipBit((2 * 4096) + 77);
        Assert.Equal(2, lab.Lab.Read(pages[2]));
        lab.Lab.AssertBalanced();
    }

    [Fact]
    public void Swap_is_checked_as_nodes_are()
    {
        FaultyDevice? swap = null;
        using MemoryLab<Lone> lab = new(options => options.WrapDevice = (_, device) => swap = new FaultyDevice(device));
        PageId page = lab.NewPage(5);
        Assert.Equal(1, lab.Memory.PageOut([page]));
        swap!.FlipBit(9);
        Assert.Equal("swap", Assert.Throws<TierIOException>(() => lab.Read(page)).Place);
        swap.FlipBit(9);
        Assert.Equal(5, lab.Read(page));
    }

    [Fact]
    public void A_device_that_gives_a_few_bytes_at_a_time_gives_whole_pages()
    {
        using FaultyLab lab = new();
        PageId[] pages = lab.PagesOnSsd(4);
        lab.Ssd.ShortReads = 1000;
        Assert.Equal([0L, 1, 2, 3], pages.Select(lab.Lab.Read));
        PageId page = lab.PagesOnSsd(1)[0];
        lab.Ssd.ShortReads = 0;
        Assert.Contains("the device gave 0 of 4096 bytes", Assert.Throws<TierIOException>(() => lab.Lab.Read(page)).Message, StringComparison.Ordinal);
        lab.Ssd.ShortReads = null;
        Assert.Equal(0, lab.Lab.Read(page));
    }

    [Fact]
    public void A_batch_that_is_demoted_to_a_file_is_one_write()
    {
        using FaultyLab lab = new(watermarks: true);
        lab.Fill(10);
        long before = lab.Ssd.Writes;
        Assert.True(lab.Lab.Memory.Reclaim(4096) > 0 || lab.Status.PagesInUse == 0);
        PageId[] pages = lab.Lab.NewPages(200);
        long demoted = lab.Status.PagesInUse;
        Assert.True(demoted > 100);
        Assert.InRange(lab.Ssd.Writes - before, 1, demoted / 2);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => (long)i), pages.Select(lab.Lab.Read));
        lab.Lab.AssertBalanced();
    }

    [Fact]
    public void A_node_that_cannot_be_written_is_left_out_of_demotion_and_tried_again_later()
    {
        using FaultyLab lab = new();
        lab.Ssd.FailWrites = FaultyDevice.NoSpace;
        PageId[] pages = lab.Fill(100);
        Assert.True(lab.Status.IsFailing);
        Assert.StartsWith($"Node '{lab.Status.Name}' fails", Assert.Single(lab.Lab.Memory.CheckHealth().Problems), StringComparison.Ordinal);
        Assert.Equal(1, lab.Status.Errors);
        Assert.Equal(1, lab.Ssd.Writes);
        Assert.Equal(0, lab.Status.PagesInUse);
        Assert.True(lab.Lab.Memory.SwapPagesInUse > 0);

        // Tried once, and for twice as long not again.
        lab.Lab.Time.Advance(Pause);
        lab.Fill(10);
        Assert.Equal((2, 2), (lab.Status.Errors, lab.Ssd.Writes));
        lab.Lab.Time.Advance(Pause);
        lab.Fill(10);
        Assert.Equal((2, 2), (lab.Status.Errors, lab.Ssd.Writes));

        lab.Ssd.FailWrites = null;
        lab.Lab.Time.Advance(Pause);
        lab.Fill(10);
        Assert.False(lab.Status.IsFailing);
        Assert.True(lab.Status.PagesInUse > 0);
        Assert.Equal(2, lab.Status.Errors);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (long)i), pages.Select(lab.Lab.Read));
        lab.Lab.AssertBalanced();
    }

    [Fact]
    public void A_node_that_cannot_be_read_keeps_its_pages_and_gets_no_more()
    {
        using FaultyLab lab = new();
        PageId[] pages = lab.PagesOnSsd(8);
        lab.Ssd.FailReads = static () => new IOException("the cable is out");
        Assert.Contains("the cable is out", Assert.Throws<TierIOException>(() => lab.Lab.Read(pages[0])).Message, StringComparison.Ordinal);
        Assert.True(lab.Status.IsFailing);
        lab.Fill(60);
        Assert.Equal(8, lab.Status.PagesInUse);
        lab.Ssd.FailReads = null;
        Assert.Equal([0L, 1, 2, 3, 4, 5, 6, 7], pages.Select(lab.Lab.Read));
        lab.Lab.AssertBalanced();
    }

    [Fact]
    public void No_slot_is_lost_however_often_a_device_fails()
    {
        using FaultyLab lab = new();
        Random random = new(1);
        PageId[] pages = lab.Fill(150);
        lab.Ssd.FailReads = lab.Ssd.FailWrites = () => random.Next(3) == 0 ? FaultyDevice.NoSpace() : null;
        for (int i = 0; i < 3000; i++)
        {
            int page = random.Next(pages.Length);
            try
            {
                Assert.Equal(page, lab.Lab.Read(pages[page]));
            }
            catch (TierIOException error)
            {
                Assert.Equal("Ssd", error.Place);
            }

            lab.Lab.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        lab.Ssd.FailReads = lab.Ssd.FailWrites = null;
        Assert.True(lab.Status.Errors > 20);
        lab.Lab.AssertBalanced();
        Assert.Equal(Enumerable.Range(0, 150).Select(i => (long)i), pages.Select(lab.Lab.Read));
        Array.ForEach(pages, lab.Lab.Memory.Free);
        lab.Lab.AssertBalanced();
        Assert.Equal(0, lab.Status.PagesInUse);
        Assert.Equal(0, lab.Lab.Memory.SwapPagesInUse);
        Assert.Equal(256, lab.Status.Stat["nr_free"]);
        lab.Lab.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(256, lab.PagesOnSsd(256).Length);
    }

    [Fact]
    public void A_node_whose_target_fails_in_the_middle_stays_on_line_and_is_told_why()
    {
        using FaultyLab lab = new(swapPages: 1);
        PageId[] pages = [.. Enumerable.Range(0, 16).Select(i => lab.Lab.NewPage(i, node: 1))];
        PageId[] others = [.. Enumerable.Range(0, 16).Select(i => lab.Lab.NewPage(i, node: 2)), .. Enumerable.Range(0, 16).Select(i => lab.Lab.NewPage(i, node: 0))];
        int writes = 0;
        lab.Ssd.FailWrites = () => ++writes > 5 ? FaultyDevice.NoSpace() : null;
        OfflineResult result = lab.Lab.Memory.Offline(1);
        Assert.Equal((false, 16L), (result.IsOffline, result.PagesMoved + result.PagesInTheWay));
        Assert.InRange(result.PagesMoved, 5, 15);
        Assert.True(lab.Lab.Memory.Nodes[1].IsOnline);
        lab.Ssd.FailWrites = null;
        lab.Lab.Time.Advance(Pause);
        Assert.True(lab.Lab.Memory.Offline(1).IsOffline);
        Assert.Equal(Enumerable.Range(0, 16).Select(i => (long)i), pages.Select(lab.Lab.Read));
        Assert.Equal(32, others.Length);
        lab.Lab.AssertBalanced();
    }

    [Fact]
    public async Task A_device_that_hangs_holds_up_only_who_reads_from_it()
    {
        using FaultyLab lab = new();
        PageId[] pages = lab.PagesOnSsd(2);
        PageId resident = lab.Lab.NewPage(7);
        TaskCompletionSource hold = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lab.Ssd.HoldReads = hold;
        Task<PinnedPage> reading = lab.Lab.Memory.ReadAsync(pages[0]).AsTask();
        Assert.Equal(7, lab.Lab.Read(resident));
        Assert.False(reading.IsCompleted);
        hold.SetResult();
        using PinnedPage page = await reading;
        Assert.Equal(0, Contents.Of(page.Memory.Span));
    }

    [Fact]
    public void Slots_of_a_batch_lie_side_by_side_and_none_is_given_out_twice()
    {
        SlotMap map = new(130);
        Assert.Equal(Enumerable.Range(0, 130).Select(i => (uint)i), Enumerable.Range(0, 130).Select(_ => map.TryTake(out uint slot) ? slot : 999));
        Assert.False(map.TryTake(out _));
        map.Return(64);
        map.Return(129);
        Assert.True(map.TryTake(out uint first));
        Assert.True(map.TryTake(out uint second));
        Assert.Equal((64u, 129u), (first, second));
        Assert.False(map.TryTake(out _));
    }

    [Fact]
    public void Several_threads_demote_to_one_file_and_find_all_again()
    {
        using TieredMemory<Descending> memory = new(new TieredMemoryOptions
        {
            SwapPath = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            Paths = { ["Ssd"] = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()) },
        });
        Parallel.For(0, 4, thread =>
        {
            PageId[] pages = new PageId[60];
            for (int i = 0; i < pages.Length; i++)
            {
                pages[i] = memory.Allocate();
                using WriteLease lease = memory.Write(pages[i]);
                Contents.Fill(lease.Span, (thread * 1000) + i);
            }

            for (int i = 0; i < pages.Length; i++)
            {
                using ReadLease lease = memory.Read(pages[i]);
                Assert.Equal((thread * 1000) + i, Contents.Of(lease.Span));
            }
        });
        Assert.True(memory.Stat["pgmajfault"] > 0);
    }

    /// <summary>Three tiers above a file that fails when a test says so.</summary>
    private sealed class FaultyLab : IDisposable
    {
        private FaultyDevice? _ssd;

        public FaultyLab(bool watermarks = false, int swapPages = 1024) => Lab = new MemoryLab<Descending>(
            options =>
            {
                options.SwapCapacity = swapPages * 4096;
                options.WrapDevice = (name, device) => name == "Ssd" ? _ssd = new FaultyDevice(device) : device;
            },
            watermarks);

        public MemoryLab<Descending> Lab { get; }

        public FaultyDevice Ssd => _ssd!;

        public NodeStatus Status => Lab.Memory.Nodes[DeviceTests.Ssd];

        public PageId[] Fill(int count) => Lab.NewPages(count);

        public PageId[] PagesOnSsd(int count)
        {
            PageId[] pages = new PageId[count];
            for (int i = 0; i < count; i++)
            {
                pages[i] = Lab.NewPage(i);
                Assert.Equal(1, Lab.Memory.Migrate([pages[i]], DeviceTests.Ssd).Succeeded);
            }

            return pages;
        }

        public void Dispose() => Lab.Dispose();
    }
}
