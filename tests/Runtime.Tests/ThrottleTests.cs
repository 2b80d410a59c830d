using TierPolicy.Nodes;
using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

/// <summary>When all that could be reclaimed is being written out, who wants room waits for that; when nothing comes of it, not for ever.</summary>
public class ThrottleTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    [Fact]
    public void A_writer_waits_for_write_back_when_everything_is_dirty_and_goes_on_when_it_is_done()
    {
        SlowStore store = new();
        using MemoryLab<Lone> lab = new(options => (options.Capacities["Dram"], options.Store) = (4096, store));
        Node dram = lab.Memory.Core.Nodes[0];
        PageId[] pages = [.. Enumerable.Range(0, 3).Select(i => lab.Memory.AllocateFile(i))];
        lab.Write(pages[0], 100);

        // The first wants room, and writes the dirty page out for it; the second finds nothing else, and waits.
        Thread first = Start(() => lab.Write(pages[1], 101));
        Assert.True(SpinWait.SpinUntil(() => store.IsWriting, Long));
        Thread second = Start(() => lab.Write(pages[2], 102));
        Assert.True(SpinWait.SpinUntil(() => dram.Writeback.Waiting == 1, Long));
        Assert.Equal(1, dram.Writeback.Pages);

        store.Go.Set();
        Assert.True(first.Join(Long) && second.Join(Long));
        Assert.Equal([100L, 101, 102], pages.Select(lab.Read));
        Assert.Equal((0, 0), (dram.Writeback.Pages, dram.Writeback.Waiting));
        lab.AssertBalanced();
    }

    [Fact]
    public void It_does_not_wait_for_ever_for_writes_that_free_nothing_and_says_what_it_waited_for()
    {
        using MemoryLab<LoneWithoutSwap> lab = new(options => options.Capacities["Dram"] = 4096);
        Node dram = lab.Memory.Core.Nodes[0];
        PageId page = lab.NewPage(1);

        // Somebody has the page in hand, and writes it again and again.
        Assert.True(lab.Memory.Core.TryIsolate(page.Index));
        dram.Writeback.Begin(1);
        TierFullException? error = null;
        Thread writer = Start(() => error = Record.Exception(() => lab.Memory.Allocate()) as TierFullException);
        while (!writer.Join(0))
        {
            dram.Writeback.Begin(1);
            dram.Writeback.End(1);
        }

        Assert.Contains("Dram (1 of 1 pages in use: 0 anonymous, 0 file, 1 in the hands of others, who write 1 of them out)", error!.Message, StringComparison.Ordinal);
        dram.Writeback.End(1);
        lab.Memory.Core.PutBack(page.Index);
        Assert.Equal(1, lab.Read(page));
    }

    [Fact]
    public void Writers_that_are_faster_than_a_store_all_get_done_and_nothing_is_lost()
    {
        DictionaryStore store = new();
        using MemoryLab<LoneWithoutSwap> lab = new(
            options => (options.Background, options.Store) = (BackgroundWork.Threads, store),
            watermarks: true);
        PageId[] pages = [.. Enumerable.Range(0, 200).Select(i => lab.Memory.AllocateFile(i))];
        Exception? failure = null;
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(thread => Start(() =>
        {
            try
            {
                for (int i = 0; i < 5_000; i++)
                {
                    int page = (i * 4 % 200) + thread;
                    lab.Write(pages[page], (page * 1_000_000) + i);
                }
            }
            catch (TierFullException error)
            {
                failure = error;
            }
        }))];
        Array.ForEach(threads, thread => thread.Join());
        Assert.Null(failure);
        Assert.All(Enumerable.Range(0, 200), page => Assert.Equal(page, lab.Read(pages[page]) / 1_000_000));
        Assert.True(store.Writes > 0);
        Assert.Equal(0, lab.Memory.Core.Nodes[0].Writeback.Pages);
    }

    [Fact]
    public void Without_a_target_that_a_domain_allows_and_without_swap_an_allocation_fails_and_names_the_node()
    {
        using MemoryLab<FencedWithoutSwap> lab = new();
        lab.NewPages(16, domain: FencedWithoutSwap.Domains.FastOnly);
        TierFullException error = Assert.Throws<TierFullException>(() => lab.NewPage(1, domain: FencedWithoutSwap.Domains.FastOnly));
        Assert.Contains("every node that may give one is full: Dram (16 of 16 pages in use: 16 anonymous, 0 file).", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Cxl", error.Message, StringComparison.Ordinal);
        lab.NewPage(1);
    }

    [Fact]
    public void When_all_tiers_are_full_an_allocation_fails_and_names_them_all()
    {
        using MemoryLab<DemotingWithoutSwap> lab = new();
        PageId[] pages = lab.NewPages(80);
        TierFullException error = Assert.Throws<TierFullException>(() => lab.NewPage(1));
        Assert.Contains("Dram (16 of 16 pages in use: 16 anonymous, 0 file), Cxl (64 of 64 pages in use: 64 anonymous, 0 file)", error.Message, StringComparison.Ordinal);
        Assert.Contains("There is no swap", error.Message, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, 80).Select(i => (long)i), pages.Select(lab.Read));
    }

    [Fact]
    public void When_everything_is_dirty_and_the_store_fails_all_threads_are_told_and_none_waits_for_the_other()
    {
        using MemoryLab<LoneWithoutSwap> lab = new(options => options.Background = BackgroundWork.Threads, watermarks: true);
        PageId[] pages = [.. Enumerable.Range(0, 13).Select(i => lab.Memory.AllocateFile(i))];
        for (int i = 0; i < pages.Length; i++)
        {
            lab.Write(pages[i], 1000 + i);
        }

        lab.Store.Failure = new IOException("the disk is on fire");
        TierFullException?[] errors = new TierFullException?[3];
        Thread[] threads = [.. Enumerable.Range(0, errors.Length).Select(i => Start(() => errors[i] = Record.Exception(() => Fill(lab)) as TierFullException))];
        Assert.All(threads, thread => Assert.True(thread.Join(Long)));
        Assert.All(errors, error => Assert.Contains("writing pages out failed", error!.Message, StringComparison.Ordinal));
        lab.Store.Failure = null;
        Assert.Equal(Enumerable.Range(1000, 13).Select(i => (long)i), pages.Select(lab.Read));
    }

    private static void Fill(MemoryLab<LoneWithoutSwap> lab)
    {
        for (int i = 0; i < 20; i++)
        {
            lab.Memory.Allocate();
        }
    }

    private static Thread Start(Action action)
    {
        Thread thread = new(() => action());
        thread.Start();
        return thread;
    }

    /// <summary>A store whose writes wait until they may go on.</summary>
    private sealed class SlowStore : IPageStore
    {
        private readonly DictionaryStore _store = new();
        private volatile bool _isWriting;

        public ManualResetEventSlim Go { get; } = new();

        public bool IsWriting => _isWriting;

        public void Read(long key, Span<byte> page) => _store.Read(key, page);

        public void Write(long key, ReadOnlySpan<byte> page)
        {
            _isWriting = true;
            Go.Wait();
            _store.Write(key, page);
        }
    }
}
