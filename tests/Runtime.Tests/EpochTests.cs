using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using TierPolicy.Epochs;
using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

public class EpochTests
{
    private const int Cxl = 1;

    [Fact]
    public void Demotion_does_not_wait_for_readers_and_they_go_on_reading_what_they_read()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.NewPage(1);
        using ReadLease lease = lab.Memory.Read(page);
        Assert.Equal(1, lab.Memory.Migrate([page], Cxl).Succeeded);
        PageId[] others = lab.NewPages(16);
        for (int i = 2; i < 200; i++)
        {
            Array.ForEach(others, other => lab.Write(other, i));
        }

        Assert.Equal(1, Contents.Of(lease.Span));
    }

    [Fact]
    public void A_lease_held_for_long_keeps_one_frame_and_no_other()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.NewPage(1);
        PageId other = lab.NewPage(2);
        using ReadLease lease = lab.Memory.Read(page);

        // Many more versions than there are spare frames.
        for (int i = 0; i < 5000; i++)
        {
            lab.Write(page, i);
            lab.Write(other, i);
        }

        Assert.Equal(1, Contents.Of(lease.Span));
        Assert.Equal((4999, 4999), (lab.Read(page), lab.Read(other)));
    }

    [Fact]
    public void A_batch_protects_all_that_is_read_in_it()
    {
        using MemoryLab<Demoting> lab = new();
        PageId[] pages = lab.NewPages(8);
        using (ReadBatch<Demoting> batch = lab.Memory.ReadMany())
        {
            ReadOnlySpan<byte> first = batch.Read(pages[0]);
            ReadOnlySpan<byte> second = batch.Read(pages[1]);
            lab.Write(pages[0], 100);
            lab.Memory.Migrate([pages[1]], Cxl);
            lab.Write(pages[2], 102);
            Assert.Equal((0, 1), (Contents.Of(first), Contents.Of(second)));
            Assert.Equal(102, Contents.Of(batch.Read(pages[2])));
            batch.Dispose();
            batch.Dispose();
        }

        lab.AssertBalanced();
    }

    [Fact]
    public void A_batch_that_has_read_more_than_is_listed_protects_the_rest_too()
    {
        using MemoryLab<Demoting> lab = new();
        PageId[] pages = lab.NewPages(8);
        using ReadBatch<Demoting> batch = lab.Memory.ReadMany();
        ReadOnlySpan<byte> first = batch.Read(pages[0]);
        ReadMoreThanIsListed(in batch, pages[1]);
        ReadOnlySpan<byte> last = batch.Read(pages[2]);
        for (int i = 100; i < 110; i++)
        {
            lab.Write(pages[0], i);
            lab.Write(pages[2], i);
        }

        Assert.Equal((0, 2), (Contents.Of(first), Contents.Of(last)));
        Assert.Equal(109, Contents.Of(batch.Read(pages[2])));
    }

    [Fact]
    public void Batches_of_a_thread_keep_what_they_have_read_until_the_last_of_them_ends_and_not_longer()
    {
        using MemoryLab<LoneWithoutSwap> lab = new();
        using MemoryLab<Demoting> other = new();
        PageId page = lab.NewPage(1);
        PageId elsewhere = other.NewPage(2);
        ReadBatch<LoneWithoutSwap> outer = lab.Memory.ReadMany();
        ReadOnlySpan<byte> read = outer.Read(page);
        using (ReadBatch<Demoting> inner = other.Memory.ReadMany())
        {
            Assert.Equal(2, Contents.Of(inner.Read(elsewhere)));
            inner.Dispose();
        }

        for (int i = 2; i < 1000; i++)
        {
            lab.Write(page, i);
        }

        Assert.Equal(1, Contents.Of(read));
        Assert.False(lab.Memory.Core.Nodes[0].Frames.TryDrain());
        outer.Dispose();
        Assert.True(lab.Memory.Core.Nodes[0].Frames.TryDrain());
    }

    [Fact]
    public void A_batch_brings_pages_up()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.Memory.AllocateFile(7);
        using ReadBatch<Demoting> batch = lab.Memory.ReadMany();
        Assert.Equal(lab.Read(page), Contents.Of(batch.Read(page)));
    }

    [Fact]
    public void Leases_end_in_any_order()
    {
        using MemoryLab<Demoting> lab = new();
        PageId[] pages = lab.NewPages(3);
        ReadLease first = lab.Memory.Read(pages[0]);
        ReadLease second = lab.Memory.Read(pages[1]);
        first.Dispose();
        ReadLease third = lab.Memory.Read(pages[2]);
        for (int i = 0; i < 1000; i++)
        {
            Array.ForEach(pages, page => lab.Write(page, 100));
        }

        Assert.Equal((1, 2), (Contents.Of(second.Span), Contents.Of(third.Span)));
        second.Dispose();
        third.Dispose();
    }

    [Fact]
    public void One_lease_more_than_a_thread_can_hold_is_refused_and_does_no_harm()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.NewPage(1);
        Assert.Throws<InvalidOperationException>(() => Hold(EpochSlot.MaxLeases + 1));
        Hold(EpochSlot.MaxLeases);
        Assert.Equal(1, lab.Read(page));

        void Hold(int leases)
        {
            if (leases > 0)
            {
                using ReadLease lease = lab.Memory.Read(page);
                Hold(leases - 1);
            }
        }
    }

    [Fact]
    public void Who_holds_as_many_leases_as_a_thread_can_still_moves_pages_and_reclaims()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.NewPage(1);
        Hold(EpochSlot.MaxLeases);
        Assert.Equal(1, lab.Read(page));
        lab.AssertBalanced();

        void Hold(int leases)
        {
            if (leases > 0)
            {
                using ReadLease lease = lab.Memory.Read(page);
                Hold(leases - 1);
                return;
            }

            Assert.Equal(1, lab.Memory.Migrate([page], 1).Succeeded);
            lab.NewPages((int)lab.Memory.Nodes[0].CapacityPages + 1);
            Assert.True(lab.Total("pgdemote_direct") + lab.Total("pgdemote_kswapd") > 0);
        }
    }

    [Fact]
    public void When_readers_hold_all_frames_the_exception_says_which_thread_does()
    {
        using MemoryLab<LoneWithoutSwap> lab = new();
        PageId[] pages = lab.NewPages(16);
        using ReadBatch<LoneWithoutSwap> batch = lab.Memory.ReadMany();
        ReadMoreThanIsListed(in batch, pages[0]);
        TierFullException error = Exhaust(lab, pages);
        Assert.Contains($"thread {Environment.CurrentManagedThreadId}", error.Message, StringComparison.Ordinal);
        Assert.Contains("holds 1 batch (all frames that pages leave)", error.Message, StringComparison.Ordinal);
        Assert.Contains("A batch that has read more than 256 pages keeps every frame", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_those_who_wait_for_readers_the_one_whose_own_batch_is_in_the_way_gives_up_first_so_that_the_others_need_not()
    {
        using MemoryLab<LoneWithoutSwap> lab = new();
        PageId[] pages = lab.NewPages(16);
        Exception? failure = null;
        Thread other = new(() => failure = Record.Exception(() => lab.Memory.Allocate()));
        using (ReadBatch<LoneWithoutSwap> batch = lab.Memory.ReadMany())
        {
            ReadMoreThanIsListed(in batch, pages[0]);
            Exhaust(lab, pages);
            long stalls = lab.Count("allocstall");
            other.Start();
            Assert.True(SpinWait.SpinUntil(() => lab.Count("allocstall") > stalls, TimeSpan.FromSeconds(10)));
            Assert.Throws<TierFullException>(() => lab.Memory.Allocate());
        }

        other.Join();
        Assert.Null(failure);
    }

    [Fact]
    public void Where_leases_are_tracked_a_forgotten_one_is_named_with_the_place_where_it_was_taken()
    {
        // The runtime decides once whether it tracks: this process has, and another load of it decides anew.
        RuntimeHelpers.RunClassConstructor(typeof(ReaderEpochs).TypeHandle);
        AppContext.SetSwitch("TierPolicy.TrackLeases", true);
        try
        {
            Assert.DoesNotContain(nameof(ForgetLease), ForgetLease(), StringComparison.Ordinal);
            AnotherRuntime another = new();
            Type tests = another.LoadFromAssemblyPath(typeof(EpochTests).Assembly.Location).GetType(typeof(EpochTests).FullName!, throwOnError: true)!;
            string readers = (string)tests.GetMethod(nameof(ForgetLease))!.Invoke(null, null)!;
            Assert.Contains($"thread {Environment.CurrentManagedThreadId}", readers, StringComparison.Ordinal);
            Assert.Contains(nameof(ForgetLease), readers, StringComparison.Ordinal);
        }
        finally
        {
            AppContext.SetSwitch("TierPolicy.TrackLeases", false);
        }
    }

    /// <summary>Who reads what, told while a lease is held that is not the thread's first.</summary>
    public static string ForgetLease()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.NewPage(1);
        _ = lab.Read(page);
        using ReadLease forgotten = lab.Memory.Read(page);
        return ReaderEpochs.DescribeReaders();
    }

    [Fact]
    public void Readers_of_one_memory_do_not_hold_up_another()
    {
        using MemoryLab<LoneWithoutSwap> busy = new();
        using MemoryLab<Demoting> read = new();
        using ReadBatch<Demoting> batch = read.Memory.ReadMany();
        ReadMoreThanIsListed(in batch, read.NewPage(1));
        PageId page = busy.NewPage(1);
        for (int i = 0; i < 1000; i++)
        {
            busy.Write(page, i);
        }

        Assert.Equal(999, busy.Read(page));
    }

    [Fact]
    public void A_thread_that_ends_with_a_lease_open_does_not_keep_the_frame_for_ever()
    {
        using MemoryLab<LoneWithoutSwap> lab = new();
        PageId page = lab.NewPage(1);
        for (int i = 0; i < 3; i++)
        {
            Thread thread = new(() => ReadMoreThanIsListed(lab.Memory.ReadMany(), page));
            thread.Start();
            thread.Join();
        }

        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                lab.Write(page, 2);
                lab.Write(page, 3);
                return lab.Memory.Core.Nodes[0].Frames.TryDrain();
            },
            TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void TryCopyTo_copies_a_resident_page_and_brings_none_up()
    {
        using MemoryLab<Demoting> lab = new();
        PageId resident = lab.NewPage(5);
        PageId stored = lab.Memory.AllocateFile(7);
        byte[] copy = new byte[lab.Memory.PageSize];
        Assert.True(lab.Memory.TryCopyTo(resident, copy));
        Assert.Equal(5, Contents.Of(copy));
        Assert.False(lab.Memory.TryCopyTo(stored, copy));
        Assert.Throws<ArgumentException>(() => lab.Memory.TryCopyTo(resident, new byte[10]));
    }

    /// <summary>Loads the runtime and its tests once more; all else is shared.</summary>
    private sealed class AnotherRuntime() : AssemblyLoadContext(nameof(AnotherRuntime))
    {
        protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name == typeof(ReaderEpochs).Assembly.GetName().Name
            ? LoadFromAssemblyPath(typeof(ReaderEpochs).Assembly.Location)
            : null;
    }

    /// <summary>From here on the batch keeps every frame that a page leaves.</summary>
    private static void ReadMoreThanIsListed<TPolicy>(in ReadBatch<TPolicy> batch, PageId page)
        where TPolicy : struct, ITierPolicy
    {
        for (int i = 0; i <= EpochSlot.MaxListed; i++)
        {
            batch.Read(page);
        }
    }

    /// <summary>Frees and allocates until no frame is left that nobody reads; a page of them is freed then.</summary>
    private static TierFullException Exhaust(MemoryLab<LoneWithoutSwap> lab, PageId[] pages)
    {
        for (int i = 0; ; i++)
        {
            lab.Memory.Free(pages[i % pages.Length]);
            try
            {
                pages[i % pages.Length] = lab.Memory.Allocate();
            }
            catch (TierFullException error)
            {
                return error;
            }
        }
    }
}
