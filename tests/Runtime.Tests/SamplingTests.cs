using TierPolicy.Pages;
using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

/// <summary>Which accesses are noticed, and what is known of a page by them.</summary>
public class SamplingTests
{
    [Fact]
    public void Of_a_sampled_threads_accesses_one_in_so_many_is_noticed_and_counts_for_all()
    {
        const int Times = 20_000;
        using TieredMemory<Demoting> memory = Create(new TieredMemoryOptions { AccessSampling = 4 });
        PageId[] pages = [.. Enumerable.Range(0, 8).Select(_ => memory.Allocate())];
        long[] counted = new long[pages.Length];
        for (int i = 0; i < Times; i++)
        {
            // In a circle as long as twice the distance: a fixed distance would show two of the pages only.
            int page = i % pages.Length;
            ref PageDescriptor descriptor = ref memory.Core.Pages[pages[page].Index];
            descriptor.Accesses = 0;
            Read(memory, pages[page], times: 1);
            counted[page] += descriptor.Accesses;
        }

        Assert.All(counted, count => Assert.InRange(count, Times / pages.Length * 8 / 10, Times / pages.Length * 12 / 10));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public void What_a_thread_reads_of_another_memory_does_not_change_what_an_access_counts_for(int sampling)
    {
        const int Times = 100_000;
        using TieredMemory<Demoting> memory = Create(new TieredMemoryOptions { AccessSampling = 4 });
        using TieredMemory<Demoting> other = Create(new TieredMemoryOptions { AccessSampling = sampling });
        (PageId page, PageId another) = (memory.Allocate(), other.Allocate());
        ref PageDescriptor descriptor = ref memory.Core.Pages[page.Index];
        long counted = 0;
        for (int i = 0; i < Times; i++)
        {
            Read(other, another, times: 1);
            descriptor.Accesses = 0;
            Read(memory, page, times: 1);
            counted += descriptor.Accesses;
        }

        Assert.InRange(counted, Times * 8 / 10, Times * 12 / 10);
    }

    [Fact]
    public void The_access_that_marks_a_page_as_referenced_is_noticed_in_any_case()
    {
        using TieredMemory<Demoting> memory = Create(new TieredMemoryOptions { AccessSampling = 1_024 });
        PageId page = memory.Allocate();
        Read(memory, page, times: 2);
        memory.Core.Pages[page.Index].Clear(PageFlags.Referenced);
        memory.Core.Pages[page.Index].LastAccess = -1;
        Read(memory, page, times: 1);
        Assert.NotEqual(-1, memory.Core.Pages[page.Index].LastAccess);
    }

    [Fact]
    public void Every_access_is_noticed_where_time_is_simulated_and_one_in_sixteen_where_it_is_not()
    {
        Assert.Equal(1, Engine.MemoryBuilder.AccessSamplingOf(new TieredMemoryOptions { TimeProvider = new ManualTime() }));
        Assert.Equal(1, Engine.MemoryBuilder.AccessSamplingOf(new TieredMemoryOptions { Background = BackgroundWork.Inline }));
        Assert.Equal(16, Engine.MemoryBuilder.AccessSamplingOf(new TieredMemoryOptions()));
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(new TieredMemoryOptions { AccessSampling = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(new TieredMemoryOptions { AccessSampling = 1_025 }));
        Assert.Equal(3, Engine.MemoryBuilder.AccessSamplingOf(new TieredMemoryOptions { AccessSampling = 3 }));
    }

    [Fact]
    public void Naming_the_pages_of_a_batch_brings_none_up_notices_nothing_and_does_not_mind_one_that_was_freed()
    {
        using TieredMemory<Demoting> memory = Create(new TieredMemoryOptions { AccessSampling = 1 });
        PageId page = memory.Allocate();
        PageId freed = memory.Allocate();
        memory.Free(freed);
        byte before = AccessesOf(memory, page);
        using ReadBatch<Demoting> batch = memory.ReadMany();
        batch.Prefetch([page, freed, default, new PageId(uint.MaxValue, 7)]);
        batch.Prefetch([page], memory.PageSize - 1);
        Assert.Equal(before, AccessesOf(memory, page));
        Assert.Equal(memory.PageSize, batch.Read(page).Length);
    }

    [Fact]
    public void Bytes_to_fetch_beforehand_lie_within_a_page()
    {
        using TieredMemory<Demoting> memory = Create(new TieredMemoryOptions());
        Assert.Throws<ArgumentOutOfRangeException>(() => PrefetchAt(memory, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PrefetchAt(memory, memory.PageSize));
    }

    private static void PrefetchAt(TieredMemory<Demoting> memory, int offset)
    {
        using ReadBatch<Demoting> batch = memory.ReadMany();
        batch.Prefetch([], offset);
    }

    private static TieredMemory<Demoting> Create(TieredMemoryOptions options)
    {
        options.AgingPeriod = TimeSpan.FromDays(1);
        return new TieredMemory<Demoting>(options);
    }

    private static byte AccessesOf(TieredMemory<Demoting> memory, PageId page) => memory.Core.Pages[page.Index].Accesses;

    private static void Read(TieredMemory<Demoting> memory, PageId page, int times)
    {
        for (int i = 0; i < times; i++)
        {
            using ReadLease lease = memory.Read(page);
        }
    }
}
