using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;
using TierPolicy.Storage;

namespace TierPolicy.Runtime.Tests;

public class CompressionTests
{
    private const int Zram = 1;
    private const int Ssd = 2;

    [Fact]
    public void Pages_that_get_small_are_many_in_a_compressed_node()
    {
        HoldsMany<Squeezed>();
        HoldsMany<SqueezedByZstd>();
    }

    [Fact]
    public void Pages_that_do_not_get_small_are_sent_on_to_the_next_tier()
    {
        SendsOn<Squeezed>();
        SendsOn<SqueezedByZstd>();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pages_of_all_sorts_come_back_as_they_were_and_the_counters_balance(bool watermarks)
    {
        using MemoryLab<Squeezed> lab = new(watermarks: watermarks);
        Random random = new(7);
        PageId[] pages = new PageId[200];
        byte[][] contents = new byte[pages.Length][];
        for (int i = 0; i < pages.Length; i++)
        {
            contents[i] = new byte[4096];
            random.NextBytes(contents[i].AsSpan(0, random.Next(4096)));
            pages[i] = lab.Memory.Allocate();
            WriteTo(lab.Memory, pages[i], contents[i]);
            Assert.True(lab.Memory.Nodes[Zram].Stat["nr_free"] <= 16);
        }

        for (int i = 0; i < 2000; i++)
        {
            int page = random.Next(pages.Length);
            using (ReadLease lease = lab.Memory.Read(pages[page]))
            {
                Assert.True(lease.Span.SequenceEqual(contents[page]));
            }

            if (random.Next(3) == 0)
            {
                random.NextBytes(contents[page].AsSpan(0, random.Next(4096)));
                WriteTo(lab.Memory, pages[page], contents[page]);
            }
        }

        lab.AssertBalanced();
        Array.ForEach(pages, lab.Memory.Free);
        lab.AssertBalanced();
        Assert.Equal((0, 16L), (lab.Memory.Nodes[Zram].PagesInUse, lab.Memory.Nodes[Zram].Stat["nr_free"]));
    }

    [Fact]
    public void A_slab_gives_all_its_grains_however_scattered_they_are()
    {
        using GrainSlab slab = new(4096, 2);
        List<uint> heads = [];
        byte[] one = new byte[256];
        for (byte i = 0; i < 32; i++)
        {
            one.AsSpan().Fill(i);
            Assert.True(slab.TryStore(one, out uint head));
            heads.Add(head);
        }

        Assert.False(slab.TryStore(one, out _));
        for (int i = 0; i < 32; i += 2)
        {
            slab.Release(heads[i]);
        }

        byte[] page = [.. Enumerable.Range(0, 4096).Select(i => (byte)(i / 7))];
        Assert.True(slab.TryStore(page, out uint whole));
        Assert.Equal(0, slab.Free);
        byte[] read = new byte[4096];
        slab.Load(whole, read);
        Assert.Equal(page, read);
        for (int i = 1; i < 32; i += 2)
        {
            slab.Load(heads[i], one);
            Assert.Equal(-1, one.AsSpan().IndexOfAnyExcept((byte)i));
        }
    }

    private static void HoldsMany<TPolicy>()
        where TPolicy : struct, ITierPolicy
    {
        using MemoryLab<TPolicy> lab = new();
        PageId[] pages = lab.NewPages(16 + 200);
        Assert.Equal(200, lab.Memory.Nodes[Zram].PagesInUse);
        Assert.Equal(0, lab.Memory.Nodes[Ssd].PagesInUse);
        Assert.InRange(lab.Memory.Nodes[Zram].Stat["nr_free"], 1, 4);
        Assert.Equal(Enumerable.Range(0, 216).Select(i => (long)i), pages.Select(lab.Read));
        lab.AssertBalanced();
    }

    private static void SendsOn<TPolicy>()
        where TPolicy : struct, ITierPolicy
    {
        using MemoryLab<TPolicy> lab = new();
        byte[] noise = new byte[4096];
        Random random = new(3);
        List<PageId> pages = [];
        for (int i = 0; i < 40; i++)
        {
            random.NextBytes(noise);
            pages.Add(lab.Memory.Allocate());
            WriteTo(lab.Memory, pages[^1], noise);
        }

        Assert.Equal((0L, 24L), (lab.Memory.Nodes[Zram].PagesInUse, lab.Memory.Nodes[Ssd].PagesInUse));
        Assert.Equal(0, lab.Memory.Nodes[Zram].Errors);
        Assert.Equal(16, lab.Memory.Nodes[Zram].Stat["nr_free"]);
        lab.AssertBalanced();
    }

    private static void WriteTo<TPolicy>(TieredMemory<TPolicy> memory, PageId page, ReadOnlySpan<byte> contents)
        where TPolicy : struct, ITierPolicy
    {
        using WriteLease lease = memory.Write(page);
        contents.CopyTo(lease.Span);
    }
}
