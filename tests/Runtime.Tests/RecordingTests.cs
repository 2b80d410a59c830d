using TierPolicy.Pages;
using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;
using TierPolicy.Traces;

namespace TierPolicy.Runtime.Tests;

/// <summary>What a recording has of the accesses to a memory.</summary>
public sealed class RecordingTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tierpolicy-");

    private string TracePath => Path.Combine(_folder.FullName, "a.tptrace");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Reads_and_writes_are_in_it_in_order_with_kind_tag_and_time()
    {
        using MemoryLab<Demoting> lab = new();
        PageId anon = lab.Memory.Allocate(new PageOptions { Tag = 7 });
        PageId file = lab.Memory.AllocateFile(3);
        lab.Time.Advance(TimeSpan.FromSeconds(5));
        using (TraceRecording recording = lab.Memory.StartRecording(TracePath))
        {
            lab.Write(anon, 1);
            lab.Time.Advance(TimeSpan.FromMilliseconds(2));
            lab.Read(file);
            lab.Read(file);
            lab.Memory.Touch(anon, write: true);
            lab.Memory.Touch(anon);
            Assert.Equal((5, 0, 1), (recording.Accesses, recording.Dropped, recording.Sampling));
            Assert.False(File.Exists(TracePath));
        }

        lab.Read(file);
        using TraceReader trace = TraceFile.Open(TracePath);
        Assert.Equal((TraceColumns.All & ~TraceColumns.Size, lab.Memory.PageSize, 1, 0L), (trace.Columns, trace.PageSize, trace.Sampling, trace.Dropped!.Value));
        Assert.Equal(
            [
                new TraceAccess(anon.Index, true) { Kind = TracePageKind.Anon, Tag = 7 },
                new TraceAccess(file.Index, false) { Kind = TracePageKind.File, Time = 2_000_000 },
                new TraceAccess(file.Index, false) { Kind = TracePageKind.File, Time = 2_000_000 },
                new TraceAccess(anon.Index, true) { Kind = TracePageKind.Anon, Tag = 7, Time = 2_000_000 },
                new TraceAccess(anon.Index, false) { Kind = TracePageKind.Anon, Tag = 7, Time = 2_000_000 },
            ],
            trace.ReadAll());
    }

    [Fact]
    public async Task Each_way_to_read_a_page_is_one_access_wherever_the_page_is()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.Memory.AllocateFile(3);
        PageId[] pages = [page];
        using TraceRecording recording = lab.Memory.StartRecording(TracePath);
        long expected = 0;
        foreach (bool isAway in (bool[])[true, false])
        {
            Access(() => lab.Read(page));
            Access(() => lab.Memory.Touch(page));
            Access(() => lab.Memory.Touch(page, write: true));
            Access(() => lab.Write(page, 1));
            Access(() => lab.Memory.Pin(page).Dispose());
            Access(() =>
            {
                using ReadBatch<Demoting> batch = lab.Memory.ReadMany();
                batch.Read(page);
            });
            Away();
            (await lab.Memory.ReadAsync(page)).Dispose();
            Assert.Equal(++expected, recording.Accesses);

            void Away()
            {
                if (isAway)
                {
                    Assert.Equal(1, lab.Memory.PageOut(pages));
                }
                else
                {
                    Assert.True(lab.Memory.Core.Pages[page.Index].State.Place.IsNode);
                }
            }

            void Access(Action access)
            {
                if (expected > 0)
                {
                    Away();
                }

                access();
                Assert.Equal(++expected, recording.Accesses);
            }
        }
    }

    [Fact]
    public void A_page_in_the_place_of_one_that_was_freed_is_another()
    {
        using MemoryLab<Demoting> lab = new();
        PageId first = lab.Memory.Allocate();
        using (lab.Memory.StartRecording(TracePath))
        {
            lab.Read(first);
            lab.Memory.Free(first);
            PageId second = lab.Memory.Allocate();
            Assert.Equal(first.Index, second.Index);
            lab.Read(second);
        }

        using TraceReader trace = TraceFile.Open(TracePath);
        Assert.Equal([first.Index, (1UL << 32) | first.Index], trace.ReadAll().Select(static access => access.Page));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 64)]
    [InlineData(16, 1)]
    [InlineData(16, 5)]
    [InlineData(16, 16)]
    [InlineData(16, 100)]
    public void One_access_in_so_many_is_recorded_whichever_are_noticed(int noticed, int sampling)
    {
        const int Times = 400_000;
        using TieredMemory<Demoting> memory = new(new TieredMemoryOptions { AccessSampling = noticed, AgingPeriod = TimeSpan.FromDays(1) });
        PageId[] pages = [.. Enumerable.Range(0, 8).Select(_ => memory.Allocate())];
        using (TraceRecording recording = memory.StartRecording(TracePath, sampling))
        {
            for (int i = 0; i < Times; i++)
            {
                // Every fourth page is one that reclaim has just looked at, whose next access is noticed in any case.
                if (i % 4 == 0)
                {
                    memory.Core.Pages[pages[i % 8].Index].Clear(PageFlags.Referenced);
                }

                using ReadLease lease = memory.Read(pages[i % 8]);
            }

            Assert.InRange(recording.Accesses + recording.Dropped, Times / sampling * 9 / 10, (Times / sampling * 11 / 10) + 1);
        }

        using TraceReader trace = TraceFile.Open(TracePath);
        Dictionary<ulong, int> counts = trace.ReadAll().CountBy(static access => access.Page).ToDictionary();
        int mean = counts.Values.Sum() / 8;
        Assert.Equal(8, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, mean * 7 / 10, (mean * 13 / 10) + 1));
    }

    [Fact]
    public void What_threads_do_at_once_is_all_there_or_counted_as_dropped_and_each_threads_order_is_kept()
    {
        const int Times = 100_000;
        const int Threads = 4;
        using TieredMemory<Demoting> memory = new(new TieredMemoryOptions());
        PageId[] pages = [.. Enumerable.Range(0, Threads * 4).Select(_ => memory.Allocate())];
        long dropped;
        using (TraceRecording recording = memory.StartRecording(TracePath))
        {
            Thread[] threads = [.. Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
            {
                for (int i = 0; i < Times; i++)
                {
                    using ReadLease lease = memory.Read(pages[(thread * 4) + (i % 4)]);
                }
            }))];
            Array.ForEach(threads, static thread => thread.Start());
            Array.ForEach(threads, static thread => thread.Join());
            dropped = recording.Dropped;
            Assert.Equal(Threads * Times, recording.Accesses + dropped);
        }

        using TraceReader trace = TraceFile.Open(TracePath);
        TraceAccess[] accesses = [.. trace.ReadAll()];
        Assert.Equal((Threads * Times) - dropped, accesses.Length);
        Assert.Equal(dropped, trace.Dropped);
        foreach (IGrouping<ulong, TraceAccess> ofThread in dropped > 0 ? [] : accesses.GroupBy(access => (access.Page - pages[0].Index) / 4))
        {
            Assert.Equal(Enumerable.Range(0, Times).Select(i => (ulong)(i % 4)), ofThread.Select(access => (access.Page - pages[0].Index) % 4));
        }
    }

    [Fact]
    public void A_memory_is_recorded_once_at_a_time_and_again_after_that()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.Memory.Allocate();
        TraceRecording first = lab.Memory.StartRecording(TracePath);
        var e = Assert.Throws<InvalidOperationException>(() => lab.Memory.StartRecording(TracePath));
        Assert.Equal($"This memory is being recorded already, in '{TracePath}': dispose of that recording first.", e.Message);
        first.Dispose();
        first.Dispose();
        using (lab.Memory.StartRecording(TracePath))
        {
            lab.Read(page);
        }

        Assert.Equal(1, TraceFile.Summarize(TracePath).Accesses);
    }

    [Fact]
    public void A_memory_that_goes_ends_its_recording()
    {
        MemoryLab<Demoting> lab = new();
        TraceRecording recording = lab.Memory.StartRecording(TracePath);
        lab.Read(lab.Memory.Allocate());
        lab.Dispose();
        Assert.Equal(1, TraceFile.Summarize(TracePath).Accesses);
        recording.Dispose();
        Assert.Throws<ObjectDisposedException>(() => lab.Memory.StartRecording(TracePath));
    }

    [Fact]
    public void Where_no_file_can_be_made_it_is_told_at_once_and_another_recording_may_begin()
    {
        using MemoryLab<Demoting> lab = new();
        Assert.ThrowsAny<IOException>(() => lab.Memory.StartRecording(Path.Combine(_folder.FullName, "none", "a.tptrace")));
        Assert.Throws<ArgumentOutOfRangeException>(() => lab.Memory.StartRecording(TracePath, 0));
        lab.Memory.StartRecording(TracePath).Dispose();
    }

    [Fact]
    public void A_file_that_cannot_take_its_place_is_told_at_the_end_and_the_memory_goes_on()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.Memory.Allocate();
        TraceRecording recording = lab.Memory.StartRecording(TracePath);
        lab.Read(page);
        Directory.CreateDirectory(Path.Combine(TracePath, "in the way"));
        var e = Assert.Throws<IOException>(recording.Dispose);
        Assert.StartsWith($"The trace '{TracePath}' could not be written: ", e.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFiles());
        lab.Read(page);
    }

    [Fact]
    public void Reads_are_as_plain_after_a_recording_as_before_it()
    {
        using TieredMemory<Demoting> memory = new(new TieredMemoryOptions());
        PageId page = memory.Allocate();
        nint[] before = [.. FramesOf(memory)];
        using (memory.StartRecording(TracePath))
        {
            Assert.All(FramesOf(memory), static frame => Assert.Equal(0, frame));
            memory.Read(page).Dispose();
        }

        Assert.Contains(before, static frame => frame != 0);
        Assert.Equal(before, FramesOf(memory));
        using (memory.StartRecording(TracePath, sampling: 64))
        {
            Assert.Equal(before, FramesOf(memory));
        }
    }

    private static IEnumerable<nint> FramesOf(TieredMemory<Demoting> memory) => memory.PlainFrames.ToArray();
}
