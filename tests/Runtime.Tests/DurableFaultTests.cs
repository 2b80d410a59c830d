using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

/// <summary>Two durable nodes in one memory, both of which fail.</summary>
public sealed class DurableFaultTests : IDisposable
{
    private const int Near = 1;
    private const int Far = 2;
    private const int Keys = 30;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tierpolicy-");
    private readonly Dictionary<string, FaultyDevice> _devices = [];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_page_that_went_from_one_durable_node_to_the_other_is_found_once_with_its_last_version()
    {
        using (TieredMemory<Archived> memory = Open())
        {
            PageId page = New(memory, 1, 1);
            await memory.FlushAsync(page);
            Write(memory, page, 2);

            // The version on the near node is to be given up, and cannot be: both stay.
            _devices["Near"].FailWrites = FaultyDevice.NoSpace;
            Assert.Equal(1, memory.Migrate([page], Far).Succeeded);
            Assert.Equal((1L, 1L), (memory.Nodes[Near].PagesInUse, memory.Nodes[Far].PagesInUse));
        }

        using (TieredMemory<Archived> memory = Open())
        {
            RecoveredPage page = Assert.Single(memory.RecoveredPages);
            Assert.Equal(2, Read(memory, page.Page));
            Assert.Equal((0L, 1L), (memory.Nodes[Near].PagesInUse, memory.Nodes[Far].PagesInUse));
            memory.Free(page.Page);

            // What says that it was freed may be overwritten; what was older than it must not come back for that.
            for (int key = 100; key < 140; key++)
            {
                await memory.FlushAsync(New(memory, key, key));
            }
        }

        using TieredMemory<Archived> again = Open();
        Assert.DoesNotContain(again.RecoveredPages, static page => page.Key == 1);
        Assert.Equal(40, again.RecoveredPages.Count);
    }

    [Fact]
    public async Task Acknowledged_is_what_any_durable_node_has_taken_though_the_first_is_off_line_full_or_fails()
    {
        using (TieredMemory<Archived> memory = Open())
        {
            Assert.True(memory.Offline(Near).IsOffline);
            await memory.FlushAsync(New(memory, 1, 1));
            memory.Online(Near);
            _devices["Near"].FailWrites = FaultyDevice.NoSpace;
            await memory.FlushAsync(New(memory, 2, 2));
            Assert.Equal((0L, 2L), (memory.Nodes[Near].PagesInUse, memory.Nodes[Far].PagesInUse));

            // The one that has failed before is asked last.
            _devices["Far"].FailWrites = FaultyDevice.NoSpace;
            Assert.Equal("Far", (await Assert.ThrowsAsync<TierIOException>(async () => await memory.FlushAsync(New(memory, 3, 3)))).Place);
        }

        using (TieredMemory<Archived> memory = Open())
        {
            for (int key = 100; key < 132; key++)
            {
                await memory.FlushAsync(New(memory, key, key));
            }

            Assert.Equal((32L, 2L), (memory.Nodes[Near].PagesInUse, memory.Nodes[Far].PagesInUse));
            await memory.FlushAsync(New(memory, 132, 132));
            Assert.Equal((32L, 3L), (memory.Nodes[Near].PagesInUse, memory.Nodes[Far].PagesInUse));
        }

        using TieredMemory<Archived> again = Open();
        Assert.Equal([1L, 2, .. Enumerable.Range(100, 33).Select(static key => (long)key)], again.RecoveredPages.Select(page => Read(again, page.Page)).Order());
    }

    [Fact]
    public async Task A_flush_that_no_durable_node_has_room_for_says_so_of_each()
    {
        using TieredMemory<Archived> memory = Open();
        for (int key = 0; key < 32 + 64; key++)
        {
            await memory.FlushAsync(New(memory, key, key));
        }

        TierFullException error = await Assert.ThrowsAsync<TierFullException>(async () => await memory.FlushAsync(New(memory, 1000, 1)));
        Assert.Contains("node 'Near' is full, node 'Far' is full.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_one_of_two_nodes_does_not_forget_lives_on_with_its_last_version()
    {
        using (TieredMemory<Archived> memory = Open())
        {
            PageId page = New(memory, 1, 1);
            await memory.FlushAsync(page);
            Write(memory, page, 2);
            _devices["Near"].FailWrites = FaultyDevice.NoSpace;
            Assert.Equal(1, memory.Migrate([page], Far).Succeeded);
            Assert.Equal("Near", Assert.Throws<TierIOException>(() => memory.Free(page)).Place);
            Assert.Equal(2, Read(memory, page));
        }

        using TieredMemory<Archived> again = Open();
        Assert.Equal(2, Read(again, Assert.Single(again.RecoveredPages).Page));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task However_both_fail_what_was_acknowledged_is_found_once_and_nothing_older_and_nothing_freed(int seed)
    {
        Random random = new(seed);
        long[] acknowledged = new long[Keys];
        long[] written = new long[Keys];
        long version = 0;
        int failures = 0;
        for (int life = 0; life < 12; life++)
        {
            using TieredMemory<Archived> memory = Open();
            Dictionary<int, PageId> pages = [];
            foreach (RecoveredPage page in memory.RecoveredPages)
            {
                int key = (int)page.Key;
                pages.Add(key, page.Page);
                long found = Read(memory, page.Page);
                Assert.InRange(found, Math.Max(1, acknowledged[key]), written[key]);
                acknowledged[key] = written[key] = found;
            }

            for (int key = 0; key < Keys; key++)
            {
                Assert.True(pages.ContainsKey(key) || acknowledged[key] == 0, FormattableString.Invariant($"Key {key} was acknowledged and is missing in life {life}."));
                if (!pages.ContainsKey(key))
                {
                    acknowledged[key] = written[key] = 0;
                }
            }

            foreach (FaultyDevice device in _devices.Values)
            {
                device.FailReads = device.FailWrites = device.FailFlushes = () => random.Next(12) == 0 ? FaultyDevice.Any(random) : null;
            }

            for (int i = 0; i < 300; i++)
            {
                int key = random.Next(Keys);
                try
                {
                    if (!pages.TryGetValue(key, out PageId page))
                    {
                        version++;
                        written[key] = version;
                        page = memory.Allocate(new PageOptions { Key = key });
                        pages.Add(key, page);
                        Write(memory, page, version);
                        continue;
                    }

                    switch (random.Next(6))
                    {
                        case 0:
                            memory.Free(page);
                            pages.Remove(key);
                            acknowledged[key] = written[key] = 0;
                            break;
                        case 1 or 2:
                            version++;
                            Write(memory, page, version);
                            written[key] = version;
                            break;
                        case 3:
                            if (memory.Migrate([page], random.Next(2) == 0 ? Near : Far).Succeeded == 1)
                            {
                                acknowledged[key] = written[key];
                            }

                            break;
                        default:
                            await memory.FlushAsync(page);
                            acknowledged[key] = written[key];
                            break;
                    }
                }
                catch (TierIOException error)
                {
                    failures++;
                    Assert.Contains(error.Place, (string[])["Near", "Far"]);
                    Assert.Contains($"{pages[key]}", error.Message, StringComparison.Ordinal);
                }
            }
        }

        Assert.True(failures > 100);
    }

    private TieredMemory<Archived> Open()
    {
        TieredMemoryOptions options = new()
        {
            Paths = { ["Near"] = Path.Combine(_folder.FullName, "near"), ["Far"] = Path.Combine(_folder.FullName, "far") },
            SwapPath = Path.Combine(_folder.FullName, "swap"),
            Background = BackgroundWork.Inline,
            WrapDevice = (name, device) => name == "swap" ? device : _devices[name] = new FaultyDevice(device),
        };
        return new TieredMemory<Archived>(options);
    }

    private static PageId New(TieredMemory<Archived> memory, long key, long value)
    {
        PageId page = memory.Allocate(new PageOptions { Key = key });
        Write(memory, page, value);
        return page;
    }

    private static void Write(TieredMemory<Archived> memory, PageId page, long value)
    {
        using WriteLease lease = memory.Write(page);
        Contents.Fill(lease.Span, value);
    }

    private static long Read(TieredMemory<Archived> memory, PageId page)
    {
        using ReadLease lease = memory.Read(page);
        return Contents.Of(lease.Span);
    }
}
