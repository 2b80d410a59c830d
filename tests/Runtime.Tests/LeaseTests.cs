using TierPolicy.Engine;
using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

public class LeaseTests
{
    [Fact]
    public void A_lease_on_a_resident_page_allocates_nothing_on_the_heap()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.NewPage(1);
        long sum = 0;
        Assert.Equal(0, Allocations.Of(() =>
        {
            using ReadLease lease = lab.Memory.Read(page);
            sum += lease.Span[0];
        }));
        Assert.Equal(0, Allocations.Of(() =>
        {
            using WriteLease lease = lab.Memory.Write(page);
            lease.Span[0] = 1;
        }));
        Assert.NotEqual(0, sum);
    }

    [Fact]
    public virtual void A_reader_keeps_its_version_while_a_writer_publishes_the_next()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.NewPage(1);
        using ReadLease old = lab.Memory.Read(page);
        using (WriteLease write = lab.Memory.Write(page))
        {
            Contents.Fill(write.Span, 2);
            Assert.Equal(1, lab.Read(page));
        }

        Assert.Equal(1, Contents.Of(old.Span));
        Assert.Equal(2, lab.Read(page));
    }

    [Fact]
    public void A_writer_may_discard_what_it_wrote()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.NewPage(1);
        using (WriteLease write = lab.Memory.Write(page))
        {
            Contents.Fill(write.Span, 2);
            write.Discard();
        }

        Assert.Equal(1, lab.Read(page));
        lab.Write(page, 3);
        Assert.Equal(3, lab.Read(page));
        lab.AssertBalanced();
    }

    [Fact]
    public void A_write_lease_ended_by_a_copy_of_it_is_ended_once()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.NewPage(1);
        using (WriteLease write = lab.Memory.Write(page))
        {
#pragma warning disable TP0502 // On purpose.
            End(write);
#pragma warning restore TP0502
        }

        Assert.Equal(2, lab.Read(page));
        lab.AssertBalanced();

        static void End(WriteLease copy)
        {
            Contents.Fill(copy.Span, 2);
            copy.Dispose();
        }
    }

    [Fact]
    public void A_store_that_uses_the_page_it_is_called_for_is_told_so_and_does_not_hang()
    {
        ReentrantStore store = new();
        using MemoryLab<Demoting> lab = new(options => options.Store = store);
        PageId page = lab.Memory.AllocateFile(1);
        store.Use = () => lab.Memory.Read(page).Dispose();
        TierIOException error = Assert.Throws<TierIOException>(() => lab.Read(page));
        Assert.IsType<InvalidOperationException>(error.InnerException);
    }

    [Fact]
    public void A_writer_starts_from_the_present_contents()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.NewPage(7);
        using WriteLease write = lab.Memory.Write(page);
        Assert.Equal(7, Contents.Of(write.Span));
    }

    [Fact]
    public void A_page_freed_under_a_reader_stays_readable_until_the_lease_ends_though_all_other_frames_are_used_again_and_again()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.NewPage(1);
        ReadLease lease = lab.Memory.Read(page);
        lab.Memory.Free(page);
        Assert.Equal(0, lab.Memory.Nodes[0].PagesInUse);
        PageId[] others = lab.NewPages(16);
        for (int i = 2; i < 200; i++)
        {
            Array.ForEach(others, other => lab.Write(other, i));
        }

        Assert.Equal(1, Contents.Of(lease.Span));
        Assert.Equal(16, lab.Memory.Nodes[0].PagesInUse);
        lease.Dispose();
        lease.Dispose();
        lab.AssertBalanced();
    }

    [Fact]
    public void A_freed_page_is_told_from_the_next_page_in_its_place()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.NewPage(1);
        lab.Memory.Free(page);
        PageId next = lab.NewPage(2);
        Assert.Equal(page.Index, next.Index);
        Assert.Throws<ArgumentException>(() => lab.Read(page));
        Assert.Throws<ArgumentException>(() => lab.Write(page, 3));
        Assert.Throws<ArgumentException>(() => lab.Memory.Free(page));
        Assert.Throws<ArgumentException>(() => lab.Read(default));
        Assert.Equal(2, lab.Read(next));
    }

    [Fact]
    public void A_thread_that_would_wait_for_itself_is_told_so()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.NewPage(1);
        using WriteLease write = lab.Memory.Write(page);
        Assert.Throws<InvalidOperationException>(() => lab.Write(page, 2));
        Assert.Throws<InvalidOperationException>(() => lab.Memory.Free(page));
    }

    [Fact]
    public void Write_leases_need_no_room_on_a_full_node()
    {
        using MemoryLab<LoneWithoutSwap> lab = new();
        PageId[] pages = lab.NewPages(16);
        Array.ForEach(pages, page => lab.Write(page, 100));
        Assert.Equal(Enumerable.Repeat(100L, 16), pages.Select(lab.Read));
    }

    [Fact]
    public virtual void A_writers_copy_may_lie_on_another_node_when_its_own_has_no_frame_left()
    {
        using MemoryLab<DemotingWithoutSwap> lab = new(options =>
        {
            options.Reclaim = ReclaimMode.None;
            options.Capacities["Dram"] = 4096;
        });
        PageId page = lab.NewPage(0);
        int spare = MemoryBuilder.SpareFrames(1);

        // Each version that a reader holds on to takes one of the spare frames.
        HeldReaders readers = new(lab.Memory, page);
        for (int i = 1; i <= spare; i++)
        {
            readers.Hold();
            lab.Write(page, i);
        }

        readers.Hold();
        lab.Write(page, 1000);
        Assert.Equal((1, false), lab.Whereabouts(page));
        Assert.Equal(1000, lab.Read(page));
        readers.Release();
        Assert.Equal(1000, lab.Read(page));
        lab.Memory.Free(page);
        Assert.Equal(0, lab.Memory.Nodes.Sum(node => node.PagesInUse));
        lab.AssertBalanced();
    }

    [Fact]
    public void After_Dispose_the_memory_says_that_it_is_gone()
    {
        MemoryLab<Demoting> lab = new();
        PageId page = lab.NewPage(1);
        lab.Dispose();
        Assert.Throws<ObjectDisposedException>(() => lab.Memory.Read(page).Dispose());
        Assert.Equal("TieredMemory<Demoting>", Assert.Throws<ObjectDisposedException>(() => lab.Memory.Allocate()).ObjectName);
        Assert.Throws<ObjectDisposedException>(() => lab.Memory.Free(page));
        Assert.Throws<ObjectDisposedException>(() => lab.Memory.Reclaim(4096));
        Assert.Throws<ObjectDisposedException>(() => lab.Memory.Migrate([page], 1));
        Assert.Throws<ObjectDisposedException>(() => lab.Memory.PageOut([page]));
        Assert.Throws<ObjectDisposedException>(() => lab.Memory.Offline(1));
        Assert.Throws<ObjectDisposedException>(() => lab.Memory.Online(1));
        lab.Memory.Dispose();
    }

    [Fact]
    public void Dispose_writes_dirty_file_pages_back_and_tells_what_the_store_refused()
    {
        MemoryLab<Demoting> lab = new();
        PageId page = lab.Memory.AllocateFile(3);
        lab.Write(page, 33);
        lab.Dispose();
        Assert.Equal(33, lab.Store.Stored(3));

        MemoryLab<Demoting> failing = new();
        failing.Write(failing.Memory.AllocateFile(3), 33);
        failing.Store.Failure = new IOException("full");
        AggregateException error = Assert.Throws<AggregateException>(failing.Memory.Dispose);
        Assert.Same(failing.Store.Failure, error.InnerException);
        failing.Dispose();
    }

    [Fact]
    public void Flush_writes_a_dirty_file_page_back_now()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.Memory.AllocateFile(3);
        lab.Write(page, 33);
        lab.Memory.Flush(page);
        lab.Memory.Flush(page);
        Assert.Equal(1, lab.Store.Writes);
        Assert.Equal(33, lab.Store.Stored(3));
    }

    private sealed class ReentrantStore : IPageStore
    {
        public Action Use { get; set; } = static () => { };

        public void Read(long key, Span<byte> page) => Use();

        public void Write(long key, ReadOnlySpan<byte> page)
        {
        }
    }

    /// <summary>Leases held open on threads of their own, since a lease cannot leave its stack.</summary>
    private sealed class HeldReaders(TieredMemory<DemotingWithoutSwap> memory, PageId page)
    {
        private readonly ManualResetEventSlim _release = new();
        private readonly List<Thread> _threads = [];

        public void Hold()
        {
            using ManualResetEventSlim held = new();
            Thread thread = new(() =>
            {
                using ReadLease lease = memory.Read(page);
                long before = Contents.Of(lease.Span);
                held.Set();
                _release.Wait();
                Assert.Equal(before, Contents.Of(lease.Span));
            });
            thread.Start();
            _threads.Add(thread);
            held.Wait();
        }

        public void Release()
        {
            _release.Set();
            _threads.ForEach(thread => thread.Join());
        }
    }
}
