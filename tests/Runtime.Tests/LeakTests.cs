using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

/// <summary>What a domain has freed is seen by no other, wherever it was kept.</summary>
public class LeakTests
{
    private const int Zram = 4;
    private const int Ssd = 5;

    /// <summary>In place of a node: the swap.</summary>
    private const int Swap = -1;

    [Theory]
    [InlineData(0, "Outer")]
    [InlineData(1, "Inner")]
    [InlineData(2, "Outer")]
    [InlineData(3, "Inner")]
    [InlineData(Zram, "Outer")]
    [InlineData(Ssd, "Inner")]
    [InlineData(Ssd, "Outer")]
    [InlineData(Swap, "Inner")]
    [InlineData(Swap, "Outer")]
    public void What_was_freed_in_memory_in_a_slab_in_a_file_or_in_swap_is_seen_by_no_other_domain(int place, string domain)
    {
        using MemoryLab<Bounded> lab = new(options => options.Store = new ShortStore());
        DomainId other = domain == "Inner" ? Bounded.Domains.Inner : Bounded.Domains.Outer;
        for (int round = 0; round < 3; round++)
        {
            PageId[] secrets = [.. Enumerable.Range(0, 16).Select(i => NewSecret(lab, i, place))];
            Send(lab, secrets, place);
            Array.ForEach(secrets, lab.Memory.Free);

            PageOptions options = new() { Domain = other, Node = place is >= 0 and < Zram ? place : null };
            PageId[] fresh = [.. Enumerable.Range(0, 8).Select(_ => lab.Memory.Allocate(options))];
            PageId[] read = [.. Enumerable.Range(0, 8).Select(_ => lab.Memory.AllocateFile(1, options))];
            AssertHolds(lab, fresh, 0);
            AssertHolds(lab, read, 1);

            // There and back.
            PageId[] all = [.. fresh, .. read];
            Send(lab, all, place);
            AssertHolds(lab, fresh, 0);
            AssertHolds(lab, read, 1);
            Array.ForEach(all, lab.Memory.Free);
        }

        lab.AssertBalanced();
    }

    [Theory]
    [InlineData("Inner")]
    [InlineData("Outer")]
    public void What_was_in_a_rented_buffer_is_not_in_the_next_nor_in_a_new_array(string domain)
    {
        using MemoryLab<Bounded> lab = new();
        PageOptions options = new() { Domain = domain == "Inner" ? Bounded.Domains.Inner : Bounded.Domains.Outer };
        using TieredMemoryPool<Bounded> pool = new(lab.Memory);
        using TieredMemoryPool<Bounded> others = new(lab.Memory, options);
        for (int i = 0; i < 60; i++)
        {
            using (System.Buffers.IMemoryOwner<byte> secret = pool.Rent())
            {
                secret.Memory.Span.Fill(0x5A);
            }

            using System.Buffers.IMemoryOwner<byte> buffer = others.Rent();
            Assert.Equal(-1, buffer.Memory.Span.IndexOfAnyExcept((byte)0));
            using TieredArray<byte, Bounded> array = new(lab.Memory, 2 * 4096, options);
            Assert.DoesNotContain(array.Enumerate(), item => item != 0);
        }
    }

    [Fact]
    public void A_lease_on_a_page_of_another_domain_never_sees_more_than_that_page()
    {
        using MemoryLab<Bounded> lab = new();
        PageId secret = lab.NewPage(-1);
        ReadLease reader = lab.Memory.Read(secret);
        try
        {
            // The frame is read, and so is not used again while it is.
            lab.Memory.Free(secret);
            PageId[] pages = [.. Enumerable.Range(0, 40).Select(i => lab.NewPage(i, domain: Bounded.Domains.Outer))];
            Assert.Equal(-1, Contents.Of(reader.Span));
            Assert.Equal(Enumerable.Range(0, 40).Select(i => (long)i), pages.Select(lab.Read));
        }
        finally
        {
            reader.Dispose();
        }
    }

    private static PageId NewSecret(MemoryLab<Bounded> lab, int seed, int place)
    {
        PageId page = lab.Memory.Allocate(new PageOptions { Node = place is >= 0 and < Zram ? place : null });
        using WriteLease lease = lab.Memory.Write(page);

        // Half of it does not get small.
        new Random(seed).NextBytes(lease.Span[..2048]);
        lease.Span[2048..].Fill(0x5A);
        return page;
    }

    private static void Send(MemoryLab<Bounded> lab, PageId[] pages, int place)
    {
        if (place == Swap)
        {
            lab.Memory.PageOut(pages);
        }
        else
        {
            lab.Memory.Migrate(pages, place);
        }
    }

    /// <summary>Each page holds a byte, and zeros after it.</summary>
    private static void AssertHolds(MemoryLab<Bounded> lab, PageId[] pages, byte first)
    {
        foreach (PageId page in pages)
        {
            using ReadLease lease = lab.Memory.Read(page);
            Assert.Equal(first, lease.Span[0]);
            Assert.Equal(-1, lease.Span[1..].IndexOfAnyExcept((byte)0));
        }
    }

    /// <summary>A store that fills no more than a byte.</summary>
    private sealed class ShortStore : IPageStore
    {
        public void Read(long key, Span<byte> page) => page[0] = 1;

        public void Write(long key, ReadOnlySpan<byte> page)
        {
        }
    }
}
