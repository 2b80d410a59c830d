using TierPolicy.Linux;
using TierPolicy.Nodes;
using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

/// <summary>Pages that keep their addresses: what holds beyond what <c>StableTests</c> say of both migrators.</summary>
public class StableAddressTests
{
    private const int PageSize = 16 << 10;

    [LinuxFact]
    public void A_page_keeps_its_address_and_contents_from_node_to_node()
    {
        using MemoryLab<ThreeDemoting> lab = Lab();
        PageId[] pages = lab.NewPages(10);
        nint[] addresses = [.. pages.Select(lab.Memory.AddressOf)];
        foreach (int node in (int[])[1, 2, 0, 2, 1])
        {
            // What was used lately would be promoted.
            lab.Settle();
            Assert.Equal(new MigrationResult(0, 10), lab.Memory.Migrate(pages, node));
            Assert.Equal(10, lab.Memory.Nodes[node].PagesInUse);
            Assert.Equal(addresses, pages.Select(lab.Memory.AddressOf));
            Assert.All(addresses.Index(), address => Assert.Equal(address.Index, At(address.Item)));
            lab.AssertBalanced();
        }
    }

    [LinuxFact]
    public void A_page_of_which_the_kernel_has_a_part_in_its_swap_moves_as_well()
    {
        using MemoryLab<ThreeDemoting> lab = Lab();
        PageId[] pages = lab.NewPages(3);
        lab.Settle();

        // A page without memory looks the same to move_pages, whether the kernel has it in its swap or, as here, has been given it back.
        nint address = lab.Memory.AddressOf(pages[1]);
        MemoryAdvice.GiveBack(address + Environment.SystemPageSize, (nuint)Environment.SystemPageSize);
        Assert.Equal(new MigrationResult(0, 3), lab.Memory.Migrate(pages, 2));
        Assert.Equal(1, At(address, Environment.SystemPageSize));
        Assert.Null(StrictPlacement.Elsewhere(address, PageSize, node: 0));
        lab.AssertBalanced();
    }

    [LinuxFact]
    public void Nodes_that_exchange_pages_keep_their_sizes()
    {
        using MemoryLab<ThreeDemoting> lab = Lab();
        Random random = new(1);
        List<PageId> pages = [];
        for (int i = 0; i < 5000; i++)
        {
            if (pages.Count < 60 && random.Next(3) == 0)
            {
                pages.Add(lab.NewPage(i));
            }
            else if (pages.Count > 0 && random.Next(4) == 0)
            {
                int freed = random.Next(pages.Count);
                lab.Memory.Free(pages[freed]);
                pages.RemoveAt(freed);
            }
            else if (pages.Count > 0)
            {
                lab.Memory.Migrate([pages[random.Next(pages.Count)], pages[random.Next(pages.Count)]], random.Next(3));
            }
        }

        lab.AssertBalanced();
        pages.ForEach(lab.Memory.Free);
        Assert.Equal(0, lab.Memory.Nodes.Sum(static node => node.PagesInUse));

        // Every frame is somewhere, once: each node can be filled, spare frames and all.
        HashSet<uint> frames = [];
        foreach (Node node in lab.Memory.Core.Nodes)
        {
            for (long left = node.Frames.Capacity + node.Frames.Spare; left > 0; left--)
            {
                Assert.True(node.TryTakeSpareFrame(out uint frame));
                Assert.True(node.Arena!.Backing!.IsBacked(frame));
                Assert.True(frames.Add(frame));
            }

            Assert.False(node.TryTakeSpareFrame(out _));
        }
    }

    [LinuxFact]
    public void A_node_that_goes_off_line_gives_its_pages_up_where_they_are()
    {
        using MemoryLab<ThreeDemoting> lab = Lab();
        PageId[] pages = lab.NewPages(20);
        lab.Memory.Migrate(pages, 1);
        nint[] addresses = [.. pages.Select(lab.Memory.AddressOf)];
        PageId freed = lab.NewPage(7, node: 1);
        uint frame = lab.Memory.Core.Pages[freed.Index].State.Frame;
        lab.Memory.Free(freed);
        Node node = lab.Memory.Core.Nodes[1];
        Assert.True(node.Arena!.Backing!.IsBacked(frame));
        OfflineResult result = lab.Memory.Offline(1);
        Assert.True(result.IsOffline, result.Reason);
        Assert.Equal(0, lab.Memory.Nodes[1].PagesInUse);
        Assert.False(node.Arena.Backing.IsBacked(frame));
        Assert.Equal(addresses, pages.Select(lab.Memory.AddressOf));
        Assert.All(addresses.Index(), address => Assert.Equal(address.Index, At(address.Item)));
    }

    [LinuxFact]
    public void What_a_write_lease_publishes_is_found_at_the_address_and_what_it_discards_is_not()
    {
        using MemoryLab<ThreeDemoting> lab = Lab();
        PageId page = lab.NewPage(1);
        nint address = lab.Memory.AddressOf(page);
        lab.Write(page, 2);
        Assert.Equal(2, At(address));
        using (WriteLease lease = lab.Memory.Write(page))
        {
            Contents.Fill(lease.Span, 3);
            Assert.Equal(2, At(address));
            lease.Discard();
        }

        Assert.Equal(2, At(address));
        Assert.Equal(address, lab.Memory.AddressOf(page));
        lab.AssertBalanced();
    }

    [LinuxFact]
    public void Who_reads_and_writes_by_address_is_not_disturbed_by_moves()
    {
        using MemoryLab<ThreeDemoting> lab = Lab();
        PageId[] pages = lab.NewPages(12);
        nint[] addresses = [.. pages.Select(lab.Memory.AddressOf)];
        using CancellationTokenSource end = new();
        Task<long> writer = Task.Run(() => Count(addresses, end.Token));
        for (int i = 0; i < 200; i++)
        {
            lab.Memory.Migrate(pages, i % 3);
        }

        end.Cancel();
        long rounds = writer.GetAwaiter().GetResult();
        Assert.All(addresses.Index(), address => Assert.Equal(address.Index + rounds, At(address.Item)));
        lab.AssertBalanced();
    }

    [Fact]
    public void Emulated_pages_keep_their_addresses_too()
    {
        using MemoryLab<ThreeDemoting> lab = new(static options => (options.StableAddresses, options.Emulate) = (true, true));
        PageId[] pages = lab.NewPages(30);
        nint[] addresses = [.. pages.Select(lab.Memory.AddressOf)];
        lab.Memory.Migrate(pages[..10], 2);
        Assert.Equal(addresses, pages.Select(lab.Memory.AddressOf));
        Assert.Equal("emulated: ordinary memory instead of NUMA node 0, in one range of addresses", lab.Memory.Nodes[2].Placement);
        lab.AssertBalanced();
    }

    [Fact]
    public void Where_addresses_are_not_stable_only_a_pinned_page_has_one()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.NewPage(7);
        Assert.Contains("pin it first", Assert.Throws<InvalidOperationException>(() => lab.Memory.AddressOf(page)).Message, StringComparison.Ordinal);
        using PinnedPage pin = lab.Memory.Pin(page);
        Assert.Equal(7, At(lab.Memory.AddressOf(page), lab.Memory.PageSize));
        Assert.Throws<ArgumentException>(() => lab.Memory.AddressOf(new PageId(1 << 20, 1)));
    }

    [Fact]
    public void Nodes_that_the_kernel_cannot_move_pages_between_are_refused()
    {
        TieredMemoryException error = Assert.Throws<TieredMemoryException>(() => new MemoryLab<Descending>(static options => options.StableAddresses = true));
        Assert.Contains("node 'Ssd' is of kind file", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<TieredMemoryException>(() => new MemoryLab<DaxDemoting>(static options => (options.StableAddresses, options.Emulate) = (true, true)));
        Assert.Contains("node 'Pmem' is of kind dax", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<TieredMemoryException>(() => new MemoryLab<Demoting>(static options => options.StableAddresses = true));
        Assert.Contains("node 'Dram' is not bound to one. Say 'numa N'", error.Message, StringComparison.Ordinal);
    }

    private static MemoryLab<ThreeDemoting> Lab() => new(static options => options.StableAddresses = true, watermarks: true);

    private static unsafe long At(nint address, int pageSize = PageSize) => Contents.Of(new ReadOnlySpan<byte>((void*)address, pageSize));

    /// <summary>Adds one to each page again and again, as a program with pointers would.</summary>
    /// <returns>How often.</returns>
    private static unsafe long Count(nint[] addresses, CancellationToken end)
    {
        long rounds = 0;
        for (; !end.IsCancellationRequested; rounds++)
        {
            foreach (nint address in addresses)
            {
                Span<byte> page = new((void*)address, PageSize);
                Contents.Fill(page, Contents.Of(page) + 1);
            }
        }

        return rounds;
    }
}
