using System.Diagnostics;
using System.Globalization;
using TierPolicy.Durable.Writer;
using TierPolicy.Linux;
using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Storage;

namespace TierPolicy.Runtime.Tests;

public sealed class DurabilityTests : IDisposable
{
    private const int Ssd = 1;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tierpolicy-");
    private FaultyDevice? _device;

    private string File => Path.Combine(_folder.FullName, "durable");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_was_acknowledged_is_there_again_with_key_tag_and_domain_and_nothing_else()
    {
        using (TieredMemory<Keeping> memory = Open())
        {
            PageId flushed = New(memory, 10, 1, tag: 3, domain: 1);
            await memory.FlushAsync(flushed);
            Write(memory, flushed, 2);
            await memory.FlushAsync(flushed);
            Write(memory, flushed, 3);
            PageId demoted = New(memory, 11, 4, tag: 5, domain: 2);
            Assert.Equal(1, memory.Migrate([demoted], Ssd).Succeeded);
            New(memory, 12, 5);
            PageId freed = New(memory, 13, 6);
            await memory.FlushAsync(freed);
            memory.Free(freed);
            Assert.Equal((2, 1), (memory.Nodes[Ssd].PagesInUse, memory.Nodes[Ssd].PagesReserved));
        }

        using (TieredMemory<Keeping> memory = Open())
        {
            Assert.Equal(
                [(10L, 1, (byte)3, 2L), (11, 2, 5, 4)],
                memory.RecoveredPages.OrderBy(page => page.Key).Select(page => (page.Key, page.Domain.Value, page.Tag, Read(memory, page.Page))));
            Assert.Equal((2, 2), (memory.PageCount, memory.Nodes[Ssd].PagesInUse));
            foreach (RecoveredPage page in memory.RecoveredPages)
            {
                memory.Free(page.Page);
            }

            Assert.Equal(0, memory.Nodes[Ssd].PagesInUse);
        }

        using TieredMemory<Keeping> empty = Open();
        Assert.Empty(empty.RecoveredPages);
    }

    [Fact]
    public async Task A_file_that_was_cut_short_is_refused_with_both_lengths_and_not_changed()
    {
        using (TieredMemory<Keeping> memory = Open())
        {
            await memory.FlushAsync(New(memory, 1, 7));
        }

        byte[] whole = await System.IO.File.ReadAllBytesAsync(File);
        byte[] half = whole[..(whole.Length / 2)];
        await System.IO.File.WriteAllBytesAsync(File, half);
        string message = Assert.Throws<TieredMemoryException>(() => Open()).Message;
        Assert.Contains($"'{File}'", message, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"it has {half.Length} bytes, and by its header {whole.Length}"), message, StringComparison.Ordinal);
        Assert.DoesNotContain("..", message, StringComparison.Ordinal);
        Assert.Equal(half, await System.IO.File.ReadAllBytesAsync(File));

        await System.IO.File.WriteAllBytesAsync(File, whole);
        using TieredMemory<Keeping> again = Open();
        Assert.Equal(7, Read(again, Assert.Single(again.RecoveredPages).Page));
    }

    [Fact]
    public void A_folder_in_place_of_a_file_is_called_one()
    {
        Directory.CreateDirectory(File);
        string message = Assert.Throws<TieredMemoryException>(() => Open()).Message;
        Assert.EndsWith("cannot be used: it is a folder; give the path of a file. Nothing in it was changed.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_names_in_a_folder_can_be_flushed_on_Linux()
    {
        Assert.Equal(OperatingSystem.IsLinux(), Folder.TryFlush(_folder.FullName));
        Assert.False(Folder.TryFlush(File));
    }

    [Fact]
    public async Task A_full_node_takes_new_versions_of_the_pages_it_has()
    {
        using TieredMemory<Keeping> memory = Open();
        PageId[] pages = [.. Enumerable.Range(0, 64).Select(i => New(memory, i, i))];
        foreach (PageId page in pages)
        {
            await memory.FlushAsync(page);
        }

        Assert.Equal(0, memory.Nodes[Ssd].Stat["nr_free"]);
        for (int round = 1; round < 5; round++)
        {
            for (int i = 0; i < pages.Length; i++)
            {
                Write(memory, pages[i], (round * 1000) + i);
            }
        }

        Assert.Equal(Enumerable.Range(4000, 64).Select(i => (long)i), pages.Select(page => Read(memory, page)));
        Assert.Equal(64, memory.Nodes[Ssd].PagesInUse);
        NodeStatus status = memory.Nodes[Ssd];
        Assert.Equal(status.Stat["pgalloc"], status.Stat["pgfree"] + status.PagesInUse);
    }

    [Fact]
    public async Task A_device_that_fails_in_the_middle_of_a_new_version_leaves_the_old_one()
    {
        Random random = new(5);
        long[] acknowledged = new long[10];
        using (TieredMemory<Keeping> memory = Open(options => options.WrapDevice = (_, device) => _device = new FaultyDevice(device)))
        {
            PageId[] pages = [.. Enumerable.Range(0, 10).Select(i => New(memory, i, 0))];
            int failed = 0;
            for (int i = 1; i < 2000; i++)
            {
                int page = random.Next(10);
                _device!.FailWrites = () => random.Next(8) == 0 ? FaultyDevice.NoSpace() : null;
                try
                {
                    Write(memory, pages[page], i);
                    await memory.FlushAsync(pages[page]);
                    acknowledged[page] = i;
                }
                catch (TierIOException)
                {
                    failed++;
                }
            }

            _device!.FailWrites = null;
            Assert.True(failed > 100);
            Assert.Equal(memory.Nodes[Ssd].PagesInUse, memory.Core.Nodes[Ssd].Durable!.Copies);
        }

        using TieredMemory<Keeping> again = Open();
        Assert.Equal(acknowledged, again.RecoveredPages.OrderBy(page => page.Key).Select(page => Read(again, page.Page)));
    }

    [Fact]
    public async Task A_page_whose_free_cannot_be_told_lives_on()
    {
        using TieredMemory<Keeping> memory = Open(options => options.WrapDevice = (_, device) => _device = new FaultyDevice(device));
        PageId page = New(memory, 1, 7);
        await memory.FlushAsync(page);
        _device!.FailWrites = FaultyDevice.NoSpace;
        Assert.Equal("Ssd", Assert.Throws<TierIOException>(() => memory.Free(page)).Place);
        Assert.Equal(7, Read(memory, page));
        _device.FailWrites = null;
        memory.Free(page);
        Assert.Equal(0, memory.PageCount);
    }

    [Fact]
    public void An_array_of_which_some_pages_cannot_be_freed_frees_all_others_and_those_when_it_is_disposed_again()
    {
        using TieredMemory<Keeping> memory = Open(options => options.WrapDevice = (_, device) => _device = new FaultyDevice(device));
        TieredArray<long, Keeping> array = new(memory, 10 * (4096 / sizeof(long)));
        Assert.Equal(10, memory.PageCount);
        Assert.Equal(10 * 4096, memory.Reclaim(10 * 4096));
        int tries = 0;
        _device!.FailWrites = () => tries++ is 0 or 5 ? FaultyDevice.NoSpace() : null;
        AggregateException error = Assert.Throws<AggregateException>(array.Dispose);
        Assert.StartsWith("2 of 10 pages of the array could not be freed.", error.Message, StringComparison.Ordinal);
        Assert.All(error.InnerExceptions, static inner => Assert.Equal("Ssd", Assert.IsType<TierIOException>(inner).Place));
        Assert.Equal(2, memory.PageCount);
        Assert.Throws<ObjectDisposedException>(() => array[0]);
        array.Dispose();
        Assert.Equal(0, memory.PageCount);
        array.Dispose();
    }

    [Fact]
    public async Task Contents_that_changed_while_nobody_looked_are_told_and_not_seen()
    {
        using (TieredMemory<Keeping> memory = Open())
        {
            await memory.FlushAsync(New(memory, 1, 7));
        }

        DurableHeader header = new(4096, 64 + 64);
        byte[] file = await System.IO.File.ReadAllBytesAsync(File);
        file[header.DataOffset + 100] ^= 1;
        await System.IO.File.WriteAllBytesAsync(File, file);
        using TieredMemory<Keeping> again = Open();
        RecoveredPage page = Assert.Single(again.RecoveredPages);
        Assert.Contains("do not match their checksum", Assert.Throws<TierIOException>(() => Read(again, page.Page)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_something_else_or_of_another_shape_or_in_use_is_refused_and_not_touched()
    {
        System.IO.File.WriteAllText(File, new string('x', 5000));
        Assert.Contains("it is not a file of durable pages", Assert.Throws<TieredMemoryException>(() => Open()).Message, StringComparison.Ordinal);
        Assert.Equal(new string('x', 5000), System.IO.File.ReadAllText(File));
        System.IO.File.Delete(File);
        using (Open())
        {
            Assert.Contains("cannot be used", Assert.Throws<TieredMemoryException>(() => Open()).Message, StringComparison.Ordinal);
        }

        TieredMemoryException error = Assert.Throws<TieredMemoryException>(() => Open(options => options.Capacities["Ssd"] = 4096 * 3));
        Assert.Contains("it was made for 64 pages of 4096 bytes, and the node has 3 of 4096", error.Message, StringComparison.Ordinal);
        using TieredMemory<Keeping> memory = Open();
        Assert.Empty(memory.RecoveredPages);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        }
    }

    /// <summary>TIERPOLICY_KILLS says how often; 200 by hand.</summary>
    [Fact]
    public void A_process_that_is_killed_loses_nothing_that_was_acknowledged_and_leaves_nothing_half_there()
    {
        int kills = int.Parse(Environment.GetEnvironmentVariable("TIERPOLICY_KILLS") ?? "12", CultureInfo.InvariantCulture);
        Random random = new(11);
        Dictionary<long, long> safe = [];
        long version = 0;
        for (int kill = 0; kill < kills; kill++)
        {
            Dictionary<long, long> written = [];
            HashSet<long> beingFreed = [];
            foreach (string[] line in RunAndKill(kill, version, linesUntilKilled: random.Next(1, 400)))
            {
                long key = line.Length > 1 ? long.Parse(line[1], CultureInfo.InvariantCulture) : -1;
                switch (line)
                {
                    case ["write", _, string text]:
                        version = written[key] = long.Parse(text, CultureInfo.InvariantCulture);
                        break;
                    case ["safe", _, string text]:
                        safe[key] = long.Parse(text, CultureInfo.InvariantCulture);
                        break;
                    case ["free", _]:
                        beingFreed.Add(key);
                        break;
                    case ["gone", _]:
                        beingFreed.Remove(key);
                        safe.Remove(key);
                        written.Remove(key);
                        break;
                }
            }

            using TieredMemory<Keeping> memory = Open();
            Dictionary<long, long> found = [];
            foreach (RecoveredPage page in memory.RecoveredPages)
            {
                long contents = Read(memory, page.Page);
                Assert.Equal(page.Key, contents & 255);
                Assert.Equal((byte)(page.Key * 3), page.Tag);
                Assert.Equal((int)(page.Key % 3), page.Domain.Value);
                found.Add(page.Key, contents >> 8);
                Assert.InRange(contents >> 8, safe.GetValueOrDefault(page.Key), Math.Max(safe.GetValueOrDefault(page.Key), written.GetValueOrDefault(page.Key)));
            }

            Assert.All(safe.Keys.Except(beingFreed), key => Assert.True(found.ContainsKey(key), FormattableString.Invariant($"Key {key} was acknowledged and is missing after kill {kill}.")));
            safe = found;
            version++;
        }
    }

    private IEnumerable<string[]> RunAndKill(int seed, long version, int linesUntilKilled)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "TierPolicy.Durable.Writer.dll");
        ProcessStartInfo start = new("dotnet", [program, File, seed.ToString(CultureInfo.InvariantCulture), version.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        List<string[]> lines = [];
        while (process.StandardOutput.ReadLine() is string line)
        {
            lines.Add(line.Split(' '));
            if (lines.Count == linesUntilKilled)
            {
                process.Kill();
            }
        }

        process.WaitForExit();
        Assert.True(lines.Count >= linesUntilKilled, "The program ended by itself.");
        return lines;
    }

    private TieredMemory<Keeping> Open(Action<TieredMemoryOptions>? configure = null)
    {
        TieredMemoryOptions options = new() { Paths = { ["Ssd"] = File }, Background = BackgroundWork.Inline };
        configure?.Invoke(options);
        return new TieredMemory<Keeping>(options);
    }

    private static PageId New(TieredMemory<Keeping> memory, long key, long value, byte tag = 0, int domain = 0)
    {
        PageId page = memory.Allocate(new PageOptions { Key = key, Tag = tag, Domain = new DomainId(domain) });
        Write(memory, page, value);
        return page;
    }

    private static void Write(TieredMemory<Keeping> memory, PageId page, long value)
    {
        using WriteLease lease = memory.Write(page);
        Contents.Fill(lease.Span, value);
    }

    private static long Read(TieredMemory<Keeping> memory, PageId page)
    {
        using ReadLease lease = memory.Read(page);
        return Contents.Of(lease.Span);
    }
}
