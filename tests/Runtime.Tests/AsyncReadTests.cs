using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

public class AsyncReadTests
{
    [Fact]
    public async Task A_thousand_reads_wait_for_the_store_and_none_of_them_has_a_thread()
    {
        const int Count = 1000;
        GatedStore store = new();
        using MemoryLab<Demoting> lab = new(options => options.Store = store);
        Task<long>[] reads = new Task<long>[Count];
        for (int i = 0; i < Count; i++)
        {
            reads[i] = ReadAsync(lab.Memory, lab.Memory.AllocateFile(i));
        }

        // All have reached the store on this very thread, which goes on; memory has not even room for all of them.
        Assert.Equal(Count, store.Begun);
        Assert.Equal([Environment.CurrentManagedThreadId], store.Threads.Distinct());
        Assert.All(reads, static read => Assert.False(read.IsCompleted));
        Assert.All(lab.Memory.Nodes, static node => Assert.Equal(0, node.PagesInUse));

        store.IsOpen = true;
        for (int i = 0; i < Count; i++)
        {
            store.NextRead().SetResult();
        }

        Assert.Equal(Enumerable.Range(0, Count).Select(static i => (long)i), await Task.WhenAll(reads));
        Assert.Equal(0, store.Blocking);
        lab.AssertBalanced();
    }

    [Fact]
    public async Task Who_reads_a_page_that_comes_up_already_waits_for_the_same_read()
    {
        GatedStore store = new();
        using MemoryLab<Demoting> lab = new(options => options.Store = store);
        PageId page = lab.Memory.AllocateFile(5);
        Task<PinnedPage>[] reads = [.. Enumerable.Range(0, 10).Select(_ => lab.Memory.ReadAsync(page).AsTask())];
        Assert.Equal(1, store.Begun);
        store.NextRead().SetResult();
        PinnedPage[] pins = await Task.WhenAll(reads);
        Assert.All(pins, pin => Assert.Equal((5, true), (Contents.Of(pin.Memory.Span), pin.WasPagedIn)));
        Assert.Equal(1, lab.Total("pgmajfault"));
        Assert.Equal(1, lab.Memory.Core.Nodes[0].Pins.Count);
        Array.ForEach(pins, static pin => pin.Dispose());
        Assert.Equal(0, lab.Memory.Core.Nodes[0].Pins.Count);
        lab.AssertBalanced();
    }

    [Fact]
    public async Task A_thread_that_reads_a_page_that_comes_up_waits_for_the_same_read()
    {
        GatedStore store = new();
        using MemoryLab<Demoting> lab = new(options => options.Store = store);
        PageId page = lab.Memory.AllocateFile(5);
        Task<PinnedPage> read = lab.Memory.ReadAsync(page).AsTask();
        Task<long> blocking = Task.Factory.StartNew(() => lab.Read(page), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        store.NextRead().SetResult();
        (await read).Dispose();
        Assert.Equal(5, await blocking);
        Assert.Equal((1, 0), (store.Begun, store.Blocking));
    }

    [Fact]
    public async Task A_page_that_comes_up_holds_up_no_other()
    {
        GatedStore store = new();
        using MemoryLab<Demoting> lab = new(options => options.Store = store);
        Task<PinnedPage> first = lab.Memory.ReadAsync(lab.Memory.AllocateFile(1)).AsTask();
        Task<PinnedPage> second = lab.Memory.ReadAsync(lab.Memory.AllocateFile(2)).AsTask();
        Assert.Equal(7, lab.Read(lab.NewPage(7)));
        TaskCompletionSource hung = store.NextRead();
        store.NextRead().SetResult();
        using (PinnedPage pin = await second)
        {
            Assert.Equal(2, Contents.Of(pin.Memory.Span));
        }

        Assert.False(first.IsCompleted);
        hung.SetResult();
        (await first).Dispose();
        lab.AssertBalanced();
    }

    [Fact]
    public async Task Cancelled_one_stops_waiting_and_the_others_do_not()
    {
        GatedStore store = new();
        using MemoryLab<Demoting> lab = new(options => options.Store = store);
        PageId page = lab.Memory.AllocateFile(5);
        using CancellationTokenSource cancellation = new();
        Task<PinnedPage> first = lab.Memory.ReadAsync(page, cancellation.Token).AsTask();
        Task<PinnedPage> second = lab.Memory.ReadAsync(page).AsTask();
        await cancellation.CancelAsync();
        OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(cancellation.Token, error.CancellationToken);
        Assert.False(store.Gone.IsCancellationRequested);
        Assert.False(second.IsCompleted);
        store.NextRead().SetResult();
        using (PinnedPage pin = await second)
        {
            Assert.Equal(5, Contents.Of(pin.Memory.Span));
        }

        Assert.Equal(0, lab.Memory.Core.Nodes[0].Pins.Count);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lab.Memory.ReadAsync(page, cancellation.Token).AsTask());
    }

    [Fact]
    public async Task A_read_that_nobody_waits_for_any_more_brings_its_page_up_and_leaves_no_pin()
    {
        GatedStore store = new();
        using MemoryLab<Demoting> lab = new(options => options.Store = store);
        PageId page = lab.Memory.AllocateFile(5);
        using CancellationTokenSource cancellation = new();
        Task<PinnedPage> read = lab.Memory.ReadAsync(page, cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        store.NextRead().SetResult();
        Assert.Equal(5, lab.Read(page));
        Assert.Equal((1, 0), (store.Begun, store.Blocking));
        Assert.True(SpinWait.SpinUntil(() => lab.Memory.Core.Nodes[0].Pins.Count == 0, TimeSpan.FromSeconds(30)));
        lab.AssertBalanced();
    }

    [Fact]
    public async Task What_the_store_throws_is_told_as_the_blocking_read_tells_it_and_the_page_can_be_read_later()
    {
        GatedStore store = new();
        using MemoryLab<Demoting> lab = new(options => options.Store = store);
        PageId page = lab.Memory.AllocateFile(5);
        Task<PinnedPage>[] reads = [.. Enumerable.Range(0, 3).Select(_ => lab.Memory.ReadAsync(page).AsTask())];
        store.NextRead().SetException(new TimeoutException("nobody answers"));
        foreach (Task<PinnedPage> read in reads)
        {
            TierIOException error = await Assert.ThrowsAsync<TierIOException>(() => read);
            Assert.Equal(("store", "The store could not read key 5: nobody answers"), (error.Place, error.Message));
            Assert.IsType<TimeoutException>(error.InnerException);
        }

        lab.AssertBalanced();
        store.IsOpen = true;
        using PinnedPage pin = await lab.Memory.ReadAsync(page);
        Assert.Equal(5, Contents.Of(pin.Memory.Span));
    }

    [Fact]
    public async Task A_page_on_a_file_node_is_read_and_checked_without_a_thread()
    {
        FaultyDevice? ssd = null;
        using MemoryLab<Descending> lab = new(options => options.WrapDevice = (name, device) => name == "Ssd" ? ssd = new FaultyDevice(device) : device);
        PageId[] pages = lab.NewPages(40);
        Assert.All(pages, page => Assert.Equal(1, lab.Memory.Migrate([page], 3).Succeeded));
        ssd!.HoldReads = new TaskCompletionSource();
        Task<PinnedPage>[] reads = [.. pages.Select(page => lab.Memory.ReadAsync(page).AsTask())];
        Assert.All(reads, static read => Assert.False(read.IsCompleted));
        Assert.Equal(0, lab.Memory.Nodes[0].PagesInUse);
        ssd.FlipBit((3 * 4096) + 5);
        ssd.HoldReads.SetResult();
        for (int i = 0; i < pages.Length; i++)
        {
            if (i == 3)
            {
                TierIOException error = await Assert.ThrowsAsync<TierIOException>(() => reads[3]);
                Assert.Contains($"The contents of {pages[3]} could not be read from node 'Ssd', slot 3: the contents do not match their checksum", error.Message, StringComparison.Ordinal);
            }
            else
            {
                using PinnedPage pin = await reads[i];
                Assert.Equal(i, Contents.Of(pin.Memory.Span));
            }
        }

        Assert.Equal((1, 1), (lab.Memory.Nodes[3].Errors, lab.Memory.Nodes[3].PagesInUse));
        lab.AssertBalanced();
    }

    [Fact]
    public async Task A_page_in_swap_comes_up_without_a_thread()
    {
        FaultyDevice? swap = null;
        using MemoryLab<Lone> lab = new(options => options.WrapDevice = (_, device) => swap = new FaultyDevice(device));
        PageId page = lab.NewPage(5);
        Assert.Equal(1, lab.Memory.PageOut([page]));
        swap!.HoldReads = new TaskCompletionSource();
        Task<PinnedPage> read = lab.Memory.ReadAsync(page).AsTask();
        Assert.False(read.IsCompleted);
        swap.HoldReads.SetResult();
        using PinnedPage pin = await read;
        Assert.Equal((5, 0L, 1L), (Contents.Of(pin.Memory.Span), lab.Memory.SwapPagesInUse, lab.Total("pswpin")));
    }

    [Fact]
    public async Task Where_no_frame_is_to_be_had_the_page_stays_and_can_be_read_later()
    {
        GatedStore store = new() { IsOpen = true };
        using MemoryLab<LoneWithoutSwap> lab = new(options => options.Store = store);
        PageId[] pages = lab.NewPages(16);
        PageId page = lab.Memory.AllocateFile(5);
        await Assert.ThrowsAsync<TierFullException>(() => lab.Memory.ReadAsync(page).AsTask());
        lab.Memory.Free(pages[0]);
        using PinnedPage pin = await lab.Memory.ReadAsync(page);
        Assert.Equal(5, Contents.Of(pin.Memory.Span));
        lab.AssertBalanced();
    }

    [Fact]
    public async Task A_page_that_was_demoted_into_compressed_memory_comes_up_at_once()
    {
        using MemoryLab<Squeezed> lab = new();
        PageId page = lab.NewPage(5);
        Assert.Equal(1, lab.Memory.Migrate([page], 1).Succeeded);
        ValueTask<PinnedPage> read = lab.Memory.ReadAsync(page);
        Assert.True(read.IsCompleted);
        using PinnedPage pin = await read;
        Assert.Equal((5, true), (Contents.Of(pin.Memory.Span), pin.WasPagedIn));
    }

    [Fact]
    public void A_page_in_memory_is_read_at_once_and_allocates_nothing_but_its_pin()
    {
        using MemoryLab<Plain> lab = new();
        PageId page = lab.NewPage(5);
        long pin = Allocations.Of(() => lab.Memory.Pin(page).Dispose());
        long read = Allocations.Of(() =>
        {
            ValueTask<PinnedPage> read = lab.Memory.ReadAsync(page);
            Assert.True(read.IsCompletedSuccessfully);
            using PinnedPage pinned = read.Result;
        });
        Assert.Equal(pin, read);
    }

    [Fact]
    public async Task A_memory_that_goes_while_a_page_comes_up_tells_who_waits_and_touches_it_no_more()
    {
        GatedStore store = new();
        MemoryLab<Demoting> lab = new(options => options.Store = store);
        Task<PinnedPage> read = lab.Memory.ReadAsync(lab.Memory.AllocateFile(5)).AsTask();
        lab.Dispose();
        Assert.True(store.Gone.IsCancellationRequested);
        Assert.False(read.IsCompleted);
        store.NextRead().SetResult();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => read);
    }

    [Fact]
    public async Task A_store_that_throws_when_its_reads_are_cancelled_is_told_of_and_leaves_nothing_of_the_memory_behind()
    {
        GatedStore store = new();
        using MemoryLab<Demoting> lab = new(options => options.Store = store);
        PageId written = lab.Memory.AllocateFile(1);
        lab.Write(written, 7);
        Task<PinnedPage> read = lab.Memory.ReadAsync(lab.Memory.AllocateFile(5)).AsTask();
        bool isTold = false;
        using CancellationTokenRegistration last = store.Gone.Register(() => isTold = true);
        using CancellationTokenRegistration first = store.Gone.Register(static () => throw new InvalidOperationException("the connection is gone"));
        AggregateException error = Assert.Throws<AggregateException>(lab.Memory.Dispose);
        Assert.StartsWith("The store threw 1 exceptions when its reads were cancelled.", error.Message, StringComparison.Ordinal);
        Assert.Equal("the connection is gone", Assert.Single(error.InnerExceptions).Message);
        Assert.True(isTold);
        Assert.Equal(7, store.Stored(1));
        Assert.True(lab.Memory.Core.IsReleased);
        store.NextRead().SetResult();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => read);
    }

    [Fact]
    public async Task A_store_that_asks_for_the_page_it_is_called_for_is_told_so()
    {
        AskingStore store = new();
        using MemoryLab<Demoting> lab = new(options => options.Store = store);
        PageId page = lab.Memory.AllocateFile(5);
        store.Ask = () => lab.Memory.ReadAsync(page);
        TierIOException error = await Assert.ThrowsAsync<TierIOException>(() => lab.Memory.ReadAsync(page).AsTask());
        Assert.Contains("a store must not use the page it is called for", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_come_up_under_asynchronous_readers_writers_and_reclaim_and_every_version_is_whole()
    {
        using TieredMemory<Descending> memory = new(new TieredMemoryOptions
        {
            SwapPath = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            Paths = { ["Ssd"] = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()) },
        });
        PageId[] pages = new PageId[200];
        for (int i = 0; i < pages.Length; i++)
        {
            pages[i] = memory.Allocate();
            using WriteLease lease = memory.Write(pages[i]);
            Contents.Fill(lease.Span, i);
        }

        await Parallel.ForAsync(0, 8, async (worker, cancellation) =>
        {
            Random random = new(worker);
            for (int i = 0; i < 2000; i++)
            {
                int page = random.Next(pages.Length);
                using (PinnedPage pin = await memory.ReadAsync(pages[page], cancellation))
                {
                    Assert.Equal(page, Contents.Of(pin.Memory.Span) % 1000);
                }

                if (i % 4 == 0)
                {
                    using WriteLease lease = memory.Write(pages[page]);
                    Contents.Fill(lease.Span, (1000 * i) + page);
                }
            }
        });
        Assert.True(memory.Stat["pgmajfault"] > 100);
        Assert.All(memory.Core.Nodes, static node => Assert.Equal(0, node.Pins.Count));
    }

    private static async Task<long> ReadAsync(TieredMemory<Demoting> memory, PageId page)
    {
        using PinnedPage pin = await memory.ReadAsync(page).ConfigureAwait(false);
        return Contents.Of(pin.Memory.Span);
    }

    private sealed class AskingStore : IAsyncPageStore
    {
        public Func<ValueTask<PinnedPage>>? Ask { get; set; }

        public async ValueTask ReadAsync(long key, Memory<byte> page, CancellationToken cancellationToken) => (await Ask!()).Dispose();

        public ValueTask WriteAsync(long key, ReadOnlyMemory<byte> page, CancellationToken cancellationToken) => default;

        public void Read(long key, Span<byte> page)
        {
        }

        public void Write(long key, ReadOnlySpan<byte> page)
        {
        }
    }
}
