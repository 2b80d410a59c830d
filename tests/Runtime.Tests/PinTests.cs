using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

public class PinTests
{
    private const int Cxl = 1;

    [Fact]
    public void A_pinned_page_is_neither_demoted_nor_reclaimed_nor_migrated()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.NewPage(1);
        using PinnedPage pin = lab.Memory.Pin(page);
        lab.NewPages(60);
        Assert.Equal((0, false), lab.Whereabouts(page));
        Assert.Equal(1, lab.Memory.Migrate([page], Cxl).NotMoved);
        Assert.Equal(0, lab.Memory.PageOut([page]));
        Assert.Equal(1, Contents.Of(pin.Memory.Span));
    }

    [Fact]
    public void It_may_move_when_the_last_pin_has_gone()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.NewPage(1);
        PinnedPage first = lab.Memory.Pin(page);
        PinnedPage second = lab.Memory.Pin(page);
        first.Dispose();
        first.Dispose();
        Assert.Equal(1, lab.Memory.Migrate([page], Cxl).NotMoved);
        second.Dispose();
        Assert.Equal(1, lab.Memory.Migrate([page], Cxl).Succeeded);
        lab.AssertBalanced();
    }

    [Fact]
    public virtual void A_pin_keeps_its_version_while_writers_publish_others()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.NewPage(1);
        PinnedPage pin = lab.Memory.Pin(page);
        for (int i = 2; i < 200; i++)
        {
            lab.Write(page, i);
        }

        Assert.Equal(1, Contents.Of(pin.Memory.Span));
        Assert.Equal(199, lab.Read(page));
        pin.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pin.Memory.Span.Length);
        lab.AssertBalanced();
    }

    [Fact]
    public void A_page_that_is_freed_while_pinned_keeps_its_frame_until_the_pin_goes()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.NewPage(1);
        PinnedPage pin = lab.Memory.Pin(page);
        lab.Memory.Free(page);
        PageId[] others = lab.NewPages(15);
        for (int i = 2; i < 200; i++)
        {
            Array.ForEach(others, other => lab.Write(other, i));
        }

        Assert.Equal(1, Contents.Of(pin.Memory.Span));
        pin.Dispose();
        lab.AssertBalanced();
    }

    [Fact]
    public void A_store_that_pins_the_page_it_is_called_for_is_told_so_and_the_page_stays()
    {
        PinningStore store = new();
        using MemoryLab<Demoting> lab = new(options => options.Store = store);
        PageId page = lab.Memory.AllocateFile(1);
        lab.Write(page, 5);
        store.Pin = () => lab.Memory.Pin(page);
        Assert.Equal(0, lab.Memory.PageOut([page]));
        Assert.IsType<InvalidOperationException>(store.Error);
        store.Pin = static () => null;
        Assert.Equal(5, lab.Read(page));
        lab.AssertBalanced();
    }

    [Fact]
    public void A_writer_may_pin_the_page_that_it_writes_though_reclaim_has_just_taken_it_off_its_list()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.NewPage(1);
        Thread writer = Thread.CurrentThread;
        Thread reclaimer = new(() =>
        {
            // When the writer waits, as it does by sleeping after a while.
            SpinWait.SpinUntil(() => writer.ThreadState.HasFlag(ThreadState.WaitSleepJoin));
            lab.Memory.Core.PutBack(page.Index);
        });
        using (WriteLease write = lab.Memory.Write(page))
        {
            Assert.True(lab.Memory.Core.TryIsolate(page.Index));
            reclaimer.Start();
            using PinnedPage pin = lab.Memory.Pin(page);
            Assert.Equal(1, Contents.Of(pin.Memory.Span));
        }

        reclaimer.Join();
    }

    [Fact]
    public async Task An_asynchronous_read_brings_a_page_up_and_crosses_an_await()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.Memory.AllocateFile(7);
        using (PinnedPage first = await lab.Memory.ReadAsync(page))
        {
            await Task.Yield();
            Assert.True(first.WasPagedIn);
            Assert.Equal(lab.Read(page), Contents.Of(first.Memory.Span));
        }

        using PinnedPage second = await lab.Memory.ReadAsync(page);
        Assert.False(second.WasPagedIn);
    }

    [Fact]
    public void Pinning_after_the_memory_is_gone_says_so_and_a_pin_that_outlives_it_does_no_harm()
    {
        MemoryLab<Demoting> lab = new();
        PageId page = lab.NewPage(1);
        PinnedPage pin = lab.Memory.Pin(page);
        lab.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pin.Memory.Span.Length);
        pin.Dispose();
        Assert.Throws<ObjectDisposedException>(() => lab.Memory.Pin(page));
    }

    private sealed class PinningStore : IPageStore
    {
        public Func<PinnedPage?> Pin { get; set; } = static () => null;

        public Exception? Error { get; private set; }

        public void Read(long key, Span<byte> page) => page.Clear();

        public void Write(long key, ReadOnlySpan<byte> page)
        {
            try
            {
                Pin()?.Dispose();
            }
            catch (InvalidOperationException error)
            {
                Error = error;
                throw;
            }
        }
    }
}
