using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;
using TierPolicy.Storage;

namespace TierPolicy.Runtime.Tests;

/// <summary>What a program may rely on when devices and stores fail, in whatever way: nothing is lost, whoever is concerned is told where and what, and nobody else is held up.</summary>
public class FaultTests
{
    private const int Ssd = 1;
    private const int Hdd = 2;

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    [InlineData(true, true, true)]
    public async Task However_a_file_node_fails_no_page_no_slot_and_no_count_is_lost(bool reads, bool writes, bool forGood)
    {
        using FragileLab lab = new();
        Random random = new(7);
        bool isFailing = false;
        Exception? Fault() => isFailing && (forGood || random.Next(3) == 0) ? FaultyDevice.Any(random) : null;
        lab.Ssd.FailReads = reads ? Fault : null;
        lab.Ssd.FailWrites = writes ? Fault : null;
        Dictionary<PageId, long> model = [];
        long next = 0;
        int failures = 0;
        for (int i = 0; i < 3000; i++)
        {
            isFailing = i % 1000 >= 300;
            lab.Time.Advance(TimeSpan.FromMilliseconds(40));
            PageId page = model.Count > 0 ? model.Keys.ElementAt(random.Next(model.Count)) : default;
            try
            {
                switch (random.Next(10))
                {
                    case 0 or 1 when model.Count < 100:
                        next++;
                        model.Add(lab.Lab.NewPage(next), next);
                        break;
                    case 2 when model.Count > 50:
                        lab.Memory.Free(page);
                        model.Remove(page);
                        break;
                    case 3 when model.Count > 0:
                        lab.Memory.Migrate([.. model.Keys.Take(random.Next(30))], random.Next(3));
                        break;
                    case 4 when model.Count > 0:
                        lab.Memory.PageOut([page]);
                        break;
                    case 5:
                        lab.Memory.Reclaim(random.Next(5) * 4096);
                        break;
                    case 6 when random.Next(10) == 0:
                        OfflineResult result = lab.Memory.Offline(Ssd);
                        Assert.Equal(result.PagesInTheWay == 0, result.IsOffline);
                        Assert.Equal(result.IsOffline, result.Reason.Length == 0);
                        lab.Memory.Online(Ssd);
                        break;
                    case 7 when model.Count > 0:
                        lab.Lab.Write(page, next + 1);
                        model[page] = ++next;
                        break;
                    case 8 when model.Count > 0:
                        using (PinnedPage pin = await lab.Memory.ReadAsync(page))
                        {
                            Assert.Equal(model[page], Contents.Of(pin.Memory.Span));
                        }

                        break;
                    case 9 when model.Count > 0:
                        Assert.Equal(model[page], lab.Lab.Read(page));
                        break;
                }
            }
            catch (TierIOException error)
            {
                // Only who needs what is on the node is told, with page, node and what the device said.
                failures++;
                Assert.True(reads);
                Assert.Equal("Ssd", error.Place);
                Assert.Matches($"^The contents of {page} could not be read from node 'Ssd', slot [0-9]+: .", error.Message);
            }
        }

        Assert.Equal(reads, failures > 10);
        Assert.True(lab.Memory.Nodes[Ssd].Errors > 5);
        lab.AssertNothingIsLost(model);
    }

    [Fact]
    public void A_bit_that_turns_in_the_file_is_found_wherever_its_page_is_needed_and_the_page_is_not_used()
    {
        using FragileLab lab = new();
        PageId[] pages = lab.PagesOnSsd(40);
        Random random = new(8);
        Dictionary<int, int> flipped = [];
        foreach (int slot in Enumerable.Range(0, 40).Where(_ => random.Next(3) == 0))
        {
            flipped.Add(slot, random.Next(4096));
            lab.Ssd.FlipBit((slot * 4096) + flipped[slot]);
        }

        Assert.InRange(flipped.Count, 5, 30);
        for (int i = 0; i < pages.Length; i++)
        {
            if (flipped.ContainsKey(i))
            {
                Assert.Contains(FormattableString.Invariant($"{pages[i]} could not be read from node 'Ssd', slot {i}: the contents do not match their checksum"), Assert.Throws<TierIOException>(() => lab.Lab.Read(pages[i])).Message, StringComparison.Ordinal);
                Assert.Throws<TierIOException>(() => lab.Lab.Write(pages[i], 1));
                Assert.Equal(1, lab.Memory.Migrate([pages[i]], Hdd).NotMoved);
                Assert.Equal(0, lab.Memory.PageOut([pages[i]]));
            }
            else
            {
                Assert.Equal(i, lab.Lab.Read(pages[i]));
            }
        }

        OfflineResult result = lab.Memory.Offline(Ssd);
        Assert.Equal((false, flipped.Count), (result.IsOffline, result.PagesInTheWay));
        foreach ((int slot, int at) in flipped)
        {
            lab.Ssd.FlipBit((slot * 4096) + at);
        }

        Assert.True(lab.Memory.Offline(Ssd).IsOffline);
        lab.AssertNothingIsLost(pages.Index().ToDictionary(static page => page.Item, static page => (long)page.Index));
    }

    [Fact]
    public void A_node_that_dies_while_it_goes_off_line_stays_on_line_with_the_pages_that_are_left()
    {
        using FragileLab lab = new();
        PageId[] pages = lab.PagesOnSsd(30);
        int reads = 0;
        lab.Ssd.FailReads = () => ++reads > 10 ? new IOException("the cable is out") : null;
        OfflineResult result = lab.Memory.Offline(Ssd);
        Assert.Equal((false, 10L, 20L), (result.IsOffline, result.PagesMoved, result.PagesInTheWay));
        Assert.Contains("20 could not be read from node 'Ssd'", result.Reason, StringComparison.Ordinal);
        Assert.Contains("the cable is out", result.Reason, StringComparison.Ordinal);
        Assert.True(lab.Memory.Nodes[Ssd].IsOnline);
        lab.Ssd.FailReads = null;
        Assert.Equal((true, 20L), (lab.Memory.Offline(Ssd).IsOffline, lab.Count("pgmigrate_success", Ssd) - 10));
        lab.Memory.Online(Ssd);
        lab.AssertNothingIsLost(pages.Index().ToDictionary(static page => page.Item, static page => (long)page.Index));
    }

    [Fact]
    public async Task A_page_that_is_on_its_way_up_does_not_keep_its_node_on_line_but_is_waited_for()
    {
        using FragileLab lab = new();
        PageId[] pages = lab.PagesOnSsd(8);
        TaskCompletionSource hang = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lab.Ssd.HeldOffset = 2 * 4096;
        lab.Ssd.HoldReads = hang;
        Task<long> comingUp = InThread(() => lab.Lab.Read(pages[2]));
        SpinWait.SpinUntil(() => lab.Ssd.Waiting > 0);

        // The read ends when off-lining is under way: it reads the other pages to move them.
        lab.Ssd.FailReads = () =>
        {
            hang.TrySetResult();
            return null;
        };
        Assert.Equal(new OfflineResult(true, 7, 0, ""), lab.Memory.Offline(Ssd));
        Assert.Equal(2, await comingUp);
        Assert.Equal(Enumerable.Range(0, 8).Select(i => (long)i), pages.Select(lab.Lab.Read));
    }

    [Fact]
    public void When_memory_is_full_while_a_target_of_demotion_is_off_line_the_exception_says_so()
    {
        using FragileLab lab = new();
        Assert.True(lab.Memory.Offline(Ssd).IsOffline);
        TierFullException error = Assert.Throws<TierFullException>(() => lab.Lab.NewPages(2000));
        Assert.Contains("Nothing can be demoted to 'Ssd', off line or going there", error.Message, StringComparison.Ordinal);
        lab.Memory.Online(Ssd);
        Assert.DoesNotContain("off line", Assert.Throws<TierFullException>(() => lab.Lab.NewPages(2000)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_read_that_hangs_holds_up_nobody_but_who_wants_that_page()
    {
        using FragileLab lab = new();
        PageId[] pages = lab.PagesOnSsd(8);
        TaskCompletionSource hang = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lab.Ssd.HeldOffset = 2 * 4096;
        lab.Ssd.HoldReads = hang;
        Task<long> blocked = InThread(() => lab.Lab.Read(pages[2]));
        Task<PinnedPage> waiting = lab.Memory.ReadAsync(pages[2]).AsTask();
        SpinWait.SpinUntil(() => lab.Ssd.Waiting > 0);

        // Everything else goes on: reads of the same device, writes to it, demotion, reclaim, and the attempt to unplug it.
        Assert.Equal(3, lab.Lab.Read(pages[3]));
        using (PinnedPage pin = await lab.Memory.ReadAsync(pages[4]))
        {
            Assert.Equal(4, Contents.Of(pin.Memory.Span));
        }

        PageId[] others = lab.Lab.NewPages(50);
        Assert.True(lab.Memory.Reclaim(4 * 4096) > 0);
        Assert.Equal(0, lab.Memory.PageOut([pages[2]]));
        Assert.Equal((1, 0), (lab.Memory.Migrate([pages[2]], Hdd).NotMoved, lab.Memory.Migrate([pages[5]], Hdd).NotMoved));
        OfflineResult result = lab.Memory.Offline(Ssd);
        Assert.Equal((false, 1L), (result.IsOffline, result.PagesInTheWay));
        Assert.Matches("^1 (on their way up for readers, and not there in time|are in the hands of others, who bring them up, move, reclaim or write them)$", result.Reason);
        Assert.False(blocked.IsCompleted || waiting.IsCompleted);

        hang.SetResult();
        Assert.Equal(2, await blocked);
        (await waiting).Dispose();
        Assert.True(lab.Memory.Offline(Ssd).IsOffline);
        Assert.Equal(Enumerable.Range(0, 50).Select(static i => (long)i), others.Select(lab.Lab.Read));
        Array.ForEach(others, lab.Memory.Free);
        lab.AssertNothingIsLost(pages.Index().ToDictionary(static page => page.Item, static page => (long)page.Index));
    }

    [Fact]
    public async Task Pages_whose_write_to_a_device_hangs_can_be_read_and_so_can_all_others()
    {
        using FragileLab lab = new();
        PageId[] onSsd = lab.PagesOnSsd(3);
        PageId[] pages = lab.Lab.NewPages(4);
        TaskCompletionSource hang = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lab.Ssd.HoldWrites = hang;
        Task<MigrationResult> moving = InThread(() => lab.Memory.Migrate(pages, Ssd));
        SpinWait.SpinUntil(() => lab.Ssd.Waiting > 0);
        Assert.Equal([0L, 1, 2, 3], pages.Select(lab.Lab.Read));
        Assert.Equal([0L, 1, 2], onSsd.Select(lab.Lab.Read));
        Assert.Equal(9, lab.Lab.Read(lab.Lab.NewPage(9)));
        Assert.False(moving.IsCompleted);
        hang.SetResult();
        lab.Ssd.HoldWrites = null;
        Assert.Equal(4, (await moving).Succeeded);
        Assert.Equal([0L, 1, 2, 3], pages.Select(lab.Lab.Read));
    }

    [Fact]
    public async Task A_store_that_hangs_on_one_key_holds_up_nobody_but_who_wants_that_page()
    {
        using FragileLab lab = new();
        PageId hung = lab.Memory.AllocateFile(1);
        PageId[] others = [.. Enumerable.Range(2, 60).Select(key => lab.Memory.AllocateFile(key))];
        TaskCompletionSource hang = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lab.Lab.Store.HeldKey = 1;
        lab.Lab.Store.Hold = hang;
        Task<long> blocked = InThread(() => lab.Lab.Read(hung));
        SpinWait.SpinUntil(() => lab.Lab.Store.IsWaiting);
        Task<PinnedPage> waiting = lab.Memory.ReadAsync(hung).AsTask();
        Assert.Equal(Enumerable.Range(2, 60).Select(static key => (long)key), others.Select(lab.Lab.Read));
        Array.ForEach(others, page => lab.Lab.Write(page, 7));
        Assert.Equal(1, lab.Memory.PageOut([hung, others[0]]));
        await lab.Memory.FlushAsync(others[1]);
        Assert.False(blocked.IsCompleted || waiting.IsCompleted);
        hang.SetResult();
        Assert.Equal(1, await blocked);
        (await waiting).Dispose();
        lab.Lab.AssertBalanced();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_a_store_that_throws_nothing_that_it_took_and_nothing_that_it_did_not_take_is_lost(bool isAsynchronous)
    {
        DictionaryStore store = new();
        using MemoryLab<Fragile> lab = new(options => options.Store = isAsynchronous ? new Asynchronous(store) : store);
        Random random = new(9);
        bool isFailing = true;
        store.Fail = () => isFailing && random.Next(3) == 0 ? new TimeoutException("nobody answers") : null;
        PageId[] pages = [.. Enumerable.Range(0, 60).Select(key => lab.Memory.AllocateFile(key))];
        long[] model = [.. Enumerable.Range(0, 60).Select(static key => (long)key)];
        int failures = 0;
        for (int i = 100; i < 3000; i++)
        {
            int page = random.Next(pages.Length);
            lab.Time.Advance(TimeSpan.FromMilliseconds(40));
            try
            {
                switch (random.Next(5))
                {
                    case 0:
                        lab.Write(pages[page], i);
                        model[page] = i;
                        break;
                    case 1:
                        Assert.Equal(model[page], lab.Read(pages[page]));
                        break;
                    case 2:
                        using (PinnedPage pin = await lab.Memory.ReadAsync(pages[page]))
                        {
                            Assert.Equal(model[page], Contents.Of(pin.Memory.Span));
                        }

                        break;
                    case 3:
                        await lab.Memory.FlushAsync(pages[page]);
                        Assert.Equal(model[page], store.Stored(page));
                        break;
                    default:
                        if (lab.Memory.PageOut([pages[page]]) == 1)
                        {
                            Assert.Equal(model[page], store.Stored(page));
                        }

                        break;
                }
            }
            catch (TierIOException error)
            {
                failures++;
                Assert.Equal("store", error.Place);
                Assert.Matches(FormattableString.Invariant($"^The store could not (read|write) key {page}: nobody answers$"), error.Message);
            }
        }

        Assert.True(failures > 100);
        isFailing = false;
        lab.AssertBalanced();
        Assert.Equal(model, pages.Select(lab.Read));
        foreach (PageId page in pages)
        {
            await lab.Memory.FlushAsync(page);
        }

        Assert.Equal(model, Enumerable.Range(0, 60).Select(key => store.Stored(key)));
        Assert.Equal(0, lab.Total("nr_dirty"));
    }

    [Fact]
    public void What_is_no_failure_of_a_device_comes_through_as_it_is_and_leaves_the_page_readable()
    {
        using FragileLab lab = new();
        PageId page = lab.PagesOnSsd(1)[0];
        lab.Ssd.FailReads = static () => new InvalidOperationException("a bug");
        Assert.Equal("a bug", Assert.Throws<InvalidOperationException>(() => lab.Lab.Read(page)).Message);
        Assert.Equal(0, lab.Memory.Nodes[Ssd].Errors);
        lab.Ssd.FailReads = null;
        Assert.Equal(0, lab.Lab.Read(page));
        lab.Lab.AssertBalanced();
    }

    [Fact]
    public async Task A_bug_in_a_write_is_told_to_who_asked_for_it_and_does_not_end_the_thread_that_writes()
    {
        bool isWrong = true;
        using DeviceWriter writer = new(_ => isWrong ? throw new InvalidOperationException("a bug") : null, "writer");
        Assert.Equal("a bug", Assert.Throws<InvalidOperationException>(() => writer.Write([])).Message);
        await Assert.ThrowsAsync<InvalidOperationException>(() => writer.WriteAsync([]));
        isWrong = false;
        Assert.Null(writer.Write([]));
    }

    [Fact]
    public void A_device_that_takes_half_of_a_batch_has_the_other_half_stay_and_no_slot_is_lost()
    {
        using FragileLab lab = new();
        PageId[] pages = lab.Lab.NewPages(12);

        // Every second slot is taken, so that a batch is several writes.
        PageId[] fillers = lab.PagesOnSsd(24);
        for (int i = 0; i < fillers.Length; i += 2)
        {
            lab.Memory.Free(fillers[i]);
        }

        while (lab.Memory.Nodes[Ssd].Stat["nr_free"] > 12)
        {
            PageId filler = lab.Lab.NewPage(0);
            Assert.Equal(1, lab.Memory.Migrate([filler], Ssd).Succeeded);
        }

        int writes = 0;
        lab.Ssd.FailWrites = () => ++writes % 2 == 0 ? FaultyDevice.NoSpace() : null;
        MigrationResult result = lab.Memory.Migrate(pages, Ssd);
        Assert.Equal(12, result.Succeeded + result.NotMoved);
        Assert.InRange(result.NotMoved, 1, 11);
        Assert.Equal(12 - result.Succeeded, lab.Memory.Nodes[Ssd].Stat["nr_free"]);
        Assert.Equal(Enumerable.Range(0, 12).Select(static i => (long)i), pages.Select(lab.Lab.Read));
        lab.Lab.AssertBalanced();
    }

    private static Task<T> InThread<T>(Func<T> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Memory, a file that can be unplugged and fails when a test says so, and one that does not.</summary>
    private sealed class FragileLab : IDisposable
    {
        private FaultyDevice? _ssd;

        public FragileLab() =>
            Lab = new MemoryLab<Fragile>(options => options.WrapDevice = (name, device) => name == "Ssd" ? _ssd = new FaultyDevice(device) : device);

        public MemoryLab<Fragile> Lab { get; }

        public TieredMemory<Fragile> Memory => Lab.Memory;

        public ManualTime Time => Lab.Time;

        public FaultyDevice Ssd => _ssd!;

        public long Count(string counter, int node) => Lab.Count(counter, node);

        public PageId[] PagesOnSsd(int count)
        {
            PageId[] pages = new PageId[count];
            for (int i = 0; i < count; i++)
            {
                pages[i] = Lab.NewPage(i);
                Assert.Equal(1, Memory.Migrate([pages[i]], FaultTests.Ssd).Succeeded);
            }

            return pages;
        }

        /// <summary>The device works again: all pages are there, and freed they leave nothing behind, neither frame nor slot nor pin.</summary>
        public void AssertNothingIsLost(Dictionary<PageId, long> model)
        {
            Ssd.FailReads = Ssd.FailWrites = null;
            Time.Advance(TimeSpan.FromMinutes(2));
            Lab.AssertBalanced();
            Assert.Equal(model.Count, Memory.PageCount);
            Assert.All(model, page => Assert.Equal(page.Value, Lab.Read(page.Key)));
            foreach (PageId page in model.Keys)
            {
                Memory.Free(page);
            }

            Lab.AssertBalanced();
            Memory.Online(FaultTests.Ssd);
            Assert.Equal((0L, 0L), (Memory.PageCount, Memory.SwapPagesInUse));
            Assert.Equal([16L, 64, 256], Memory.Nodes.Select(static node => node.Stat["nr_free"]));
            Assert.All(Memory.Core.Nodes, static node => Assert.Equal(0, node.Pins.Count));

            // And it is used again.
            PageId[] full = PagesOnSsd(64);
            Array.ForEach(full, Memory.Free);
            Assert.False(Memory.Nodes[FaultTests.Ssd].IsFailing);
        }

        public void Dispose() => Lab.Dispose();
    }

    private sealed class Asynchronous(DictionaryStore store) : IAsyncPageStore
    {
        public void Read(long key, Span<byte> page) => store.Read(key, page);

        public void Write(long key, ReadOnlySpan<byte> page) => store.Write(key, page);

        public async ValueTask ReadAsync(long key, Memory<byte> page, CancellationToken cancellationToken)
        {
            await Task.Yield();
            store.Read(key, page.Span);
        }

        public async ValueTask WriteAsync(long key, ReadOnlyMemory<byte> page, CancellationToken cancellationToken)
        {
            await Task.Yield();
            store.Write(key, page.Span);
        }
    }
}
