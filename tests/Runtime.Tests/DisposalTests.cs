using System.Runtime.CompilerServices;
using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

/// <summary>Leases, batches and pins that outlive their memory.</summary>
public class DisposalTests
{
    [Fact]
    public void A_memory_that_nobody_uses_is_released_at_once()
    {
        MemoryLab<Demoting> lab = new();
        lab.Read(lab.NewPage(1));
        lab.Dispose();
        Assert.True(lab.Memory.Core.IsReleased);
    }

    [Fact]
    public void A_write_lease_that_outlives_its_memory_can_be_written_to_and_ended_and_releases_it()
    {
        MemoryLab<Demoting> lab = new();
        PageId page = lab.NewPage(1);
        WriteLease lease = lab.Memory.Write(page);
        lab.Dispose();
        Assert.False(lab.Memory.Core.IsReleased);
        Contents.Fill(lease.Span, 2);
        Assert.Equal(2, Contents.Of(lease.Span));
        lease.Dispose();
        lease.Dispose();
        Assert.True(lab.Memory.Core.IsReleased);

        lab = new();
        lease = lab.Memory.Write(lab.NewPage(1));
        lab.Dispose();
        lease.Discard();
        Assert.True(lab.Memory.Core.IsReleased);
    }

    [Fact]
    public void A_read_lease_that_outlives_its_memory_keeps_what_it_reads()
    {
        MemoryLab<Demoting> lab = new();
        ReadLease lease = lab.Memory.Read(lab.NewPage(7));
        lab.Dispose();
        Collect();
        Assert.False(lab.Memory.Core.IsReleased);
        Assert.Equal(7, Contents.Of(lease.Span));
        lease.Dispose();
        Collect();
        Assert.True(lab.Memory.Core.IsReleased);
    }

    [Fact]
    public void A_batch_that_outlives_its_memory_keeps_what_it_has_read_and_reads_no_more()
    {
        MemoryLab<Demoting> lab = new();
        PageId page = lab.NewPage(7);
        ReadBatch<Demoting> batch = lab.Memory.ReadMany();
        ReadOnlySpan<byte> span = batch.Read(page);
        lab.Dispose();
        Assert.Equal(7, Contents.Of(span));
        bool isGone = false;
        try
        {
            batch.Read(page);
        }
        catch (ObjectDisposedException)
        {
            isGone = true;
        }

        Assert.True(isGone);
        Assert.False(lab.Memory.Core.IsReleased);
        batch.Dispose();
        Collect();
        Assert.True(lab.Memory.Core.IsReleased);
    }

    [Fact]
    public void A_pin_that_outlives_its_memory_keeps_the_spans_of_it_and_gives_no_new_ones()
    {
        MemoryLab<Demoting> lab = new();
        PinnedPage pin = lab.Memory.Pin(lab.NewPage(7));
        ReadOnlyMemory<byte> memory = pin.Memory;
        ReadOnlySpan<byte> span = memory.Span;
        lab.Dispose();
        Assert.Equal(7, Contents.Of(span));
        Assert.Throws<ObjectDisposedException>(() => memory.Span.Length);
        Assert.False(lab.Memory.Core.IsReleased);
        pin.Dispose();
        pin.Dispose();
        Assert.True(lab.Memory.Core.IsReleased);
    }

    [Fact]
    public void Leases_may_end_on_other_threads_while_the_memory_is_disposed()
    {
        for (int round = 0; round < 50; round++)
        {
            MemoryLab<Demoting> lab = new();
            PageId[] pages = lab.NewPages(4);
            using CountdownEvent held = new(pages.Length);
            Thread[] threads = [.. pages.Select(page => new Thread(() =>
            {
                using WriteLease write = lab.Memory.Write(page);
                using ReadLease read = lab.Memory.Read(page);
                held.Signal();
                for (int i = 0; i < 100; i++)
                {
                    Contents.Fill(write.Span, i);
                    _ = Contents.Of(read.Span);
                }
            }))];
            Array.ForEach(threads, static thread => thread.Start());
            held.Wait();
            lab.Dispose();
            Array.ForEach(threads, static thread => thread.Join());
            Assert.True(lab.Memory.Core.TryRelease());
        }
    }

    [Fact]
    public void Leases_that_are_lost_with_their_threads_keep_no_memory()
    {
        MemoryLab<Demoting> lab = new();
        PageId page = lab.NewPage(1);
        Thread thread = new(() => Lose(lab.Memory, page));
        thread.Start();
        thread.Join();
        lab.Dispose();
        Collect();
        Assert.True(lab.Memory.Core.IsReleased);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Lose(TieredMemory<Demoting> memory, PageId page)
    {
#pragma warning disable TP0501 // On purpose.
        _ = memory.Read(page);
        _ = memory.Write(page);
#pragma warning restore TP0501
    }

    // More than once: what is found to be in use is asked about at the next collection.
    private static void Collect()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
