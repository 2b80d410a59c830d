using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

public class AsyncWriteBackTests
{
    [Fact]
    public async Task A_hundred_pages_are_written_back_at_once_and_no_thread_waits_for_the_store()
    {
        GatedStore store = new();
        using MemoryLab<Plain> lab = new(options =>
        {
            options.Store = store;
            options.Capacities["Dram"] = 200 * 4096;
        });
        PageId[] pages = DirtyPages(lab, 100);
        Task[] flushes = [.. pages.Select(page => lab.Memory.FlushAsync(page).AsTask())];
        Assert.All(flushes, static flush => Assert.False(flush.IsCompleted));
        Assert.Equal(100, lab.Total("nr_dirty"));

        // They can be read meanwhile.
        Assert.Equal(1003, lab.Read(pages[3]));
        for (int i = 0; i < pages.Length; i++)
        {
            store.NextWrite().SetResult();
        }

        await Task.WhenAll(flushes);
        Assert.Equal((0L, 100L), (lab.Total("nr_dirty"), lab.Total("pgwriteback")));
        Assert.Equal(Enumerable.Range(1000, 100).Select(static i => (long)i), Enumerable.Range(0, 100).Select(key => store.Stored(key)));
        Assert.Equal(100, store.Blocking);

        // Clean, they need nothing.
        await lab.Memory.FlushAsync(pages[0]);
    }

    [Fact]
    public async Task A_page_that_the_store_does_not_take_stays_dirty_and_is_told()
    {
        GatedStore store = new();
        using MemoryLab<Plain> lab = new(options => options.Store = store);
        PageId page = DirtyPages(lab, 1)[0];
        Task flush = lab.Memory.FlushAsync(page).AsTask();
        store.NextWrite().SetException(new TimeoutException("nobody answers"));
        TierIOException error = await Assert.ThrowsAsync<TierIOException>(() => flush);
        Assert.Equal(("store", "The store could not write key 0: nobody answers"), (error.Place, error.Message));
        Assert.Equal(1, lab.Total("nr_dirty"));
        store.IsOpen = true;
        await lab.Memory.FlushAsync(page);
        Assert.Equal((0L, 1000L), (lab.Total("nr_dirty"), store.Stored(0)));
    }

    [Fact]
    public async Task Cancelled_a_page_stays_dirty_and_can_be_written_on()
    {
        GatedStore store = new();
        using MemoryLab<Plain> lab = new(options => options.Store = store);
        PageId page = DirtyPages(lab, 1)[0];
        using CancellationTokenSource cancellation = new();
        Task flush = lab.Memory.FlushAsync(page, cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flush);
        lab.Write(page, 7);
        store.IsOpen = true;
        await lab.Memory.FlushAsync(page);
        Assert.Equal((0L, 7L), (lab.Total("nr_dirty"), store.Stored(0)));
    }

    [Fact]
    public async Task A_store_that_is_not_asynchronous_is_written_to_all_the_same()
    {
        using MemoryLab<Plain> lab = new();
        PageId page = DirtyPages(lab, 1)[0];
        await lab.Memory.FlushAsync(page);
        Assert.Equal((0L, 1000L), (lab.Total("nr_dirty"), lab.Store.Stored(0)));
        lab.Write(page, 8);
        lab.Store.Failure = new TimeoutException("nobody answers");
        Assert.Equal("store", (await Assert.ThrowsAsync<TierIOException>(() => lab.Memory.FlushAsync(page).AsTask())).Place);
        Assert.Equal(1, lab.Total("nr_dirty"));
        lab.Store.Failure = null;
    }

    /// <summary>Dirty file pages of the keys from 0 on, each full of its key and 1000.</summary>
    private static PageId[] DirtyPages(MemoryLab<Plain> lab, int count)
    {
        PageId[] pages = [.. Enumerable.Range(0, count).Select(key => lab.Memory.AllocateFile(key))];
        for (int i = 0; i < count; i++)
        {
            lab.Write(pages[i], 1000 + i);
        }

        return pages;
    }
}
