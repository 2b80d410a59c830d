using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

/// <summary>
/// Reads that go the short way: of a page that is in memory and was referenced before, where threads work in the background and not every access is noticed. What holds for any
/// lease (<see cref="LeaseTests"/>, <see cref="EpochTests"/>) holds for these.
/// </summary>
public class ShortReadTests
{
    private const int Cxl = 1;

    [Fact]
    public void A_freed_page_is_told_from_the_next_page_in_its_place()
    {
        using MemoryLab<Plain> lab = Create<Plain>();
        PageId freed = NewReferencedPage(lab, 1);
        lab.Memory.Free(freed);
        PageId next = NewReferencedPage(lab, 2);
        Assert.Equal(freed.Index, next.Index);
        for (int i = 0; i < 10; i++)
        {
            Assert.Throws<ArgumentException>(() => lab.Read(freed));
            Assert.Throws<ArgumentException>(() => ReadInBatch(lab, freed));
            Assert.Equal((2, 2), (lab.Read(next), ReadInBatch(lab, next)));
        }
    }

    [Fact]
    public void A_frame_is_not_used_again_while_a_lease_reads_it()
    {
        using MemoryLab<LoneWithoutSwap> lab = Create<LoneWithoutSwap>();
        PageId page = NewReferencedPage(lab, 1);
        ReadLease lease = lab.Memory.Read(page);
        lab.Memory.Free(page);
        for (int i = 0; i < 1000; i++)
        {
            lab.Memory.Free(lab.NewPage(2));
        }

        Assert.Equal(1, Contents.Of(lease.Span));
        lease.Dispose();
    }

    [Fact]
    public void Nor_while_a_batch_does()
    {
        using MemoryLab<LoneWithoutSwap> lab = Create<LoneWithoutSwap>();
        PageId page = NewReferencedPage(lab, 1);
        using ReadBatch<LoneWithoutSwap> batch = lab.Memory.ReadMany();
        ReadOnlySpan<byte> contents = batch.Read(page);
        for (int i = 0; i < 15; i++)
        {
            // Each into another frame: there are as many spare ones at the least.
            lab.Write(page, 2);
        }

        Assert.Equal((1, 2), (Contents.Of(contents), Contents.Of(batch.Read(page))));
    }

    [Fact]
    public void A_page_that_has_moved_is_read_where_it_is()
    {
        using MemoryLab<Plain> lab = Create<Plain>();
        PageId page = NewReferencedPage(lab, 1);
        for (int i = 0; i < 10; i++)
        {
            int node = i % 2 == 0 ? Cxl : 0;
            Assert.Equal(1, lab.Memory.Migrate([page], node).Succeeded);
            Assert.Equal((node, 1, node), (lab.Whereabouts(page).Node, lab.Read(page), lab.Whereabouts(page).Node));
        }
    }

    private static MemoryLab<TPolicy> Create<TPolicy>()
        where TPolicy : struct, ITierPolicy => new(options => (options.Background, options.AccessSampling) = (BackgroundWork.Threads, 1_024));

    private static PageId NewReferencedPage<TPolicy>(MemoryLab<TPolicy> lab, long value)
        where TPolicy : struct, ITierPolicy
    {
        PageId page = lab.NewPage(value);
        Assert.Equal((value, value), (lab.Read(page), lab.Read(page)));
        return page;
    }

    private static long ReadInBatch<TPolicy>(MemoryLab<TPolicy> lab, PageId page)
        where TPolicy : struct, ITierPolicy
    {
        using ReadBatch<TPolicy> batch = lab.Memory.ReadMany();
        return Contents.Of(batch.Read(page));
    }
}
