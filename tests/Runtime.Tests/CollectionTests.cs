using System.Buffers;
using Microsoft.Win32.SafeHandles;
using TierPolicy.Collections;
using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

public class CollectionTests
{
    private const int PageSize = 4096;

    [Fact]
    public void A_rented_buffer_is_a_zeroed_page_that_keeps_what_is_written_while_all_else_is_demoted()
    {
        using MemoryLab<Demoting> lab = new();
        using TieredMemoryPool<Demoting> pool = new(lab.Memory);
        using IMemoryOwner<byte> owner = pool.Rent(100);
        Assert.Equal(PageSize, owner.Memory.Length);
        Assert.True(owner.Memory.Span.IndexOfAnyExcept((byte)0) < 0);
        owner.Memory.Span.Fill(7);
        lab.NewPages(60);
        Assert.True(owner.Memory.Span.IndexOfAnyExcept((byte)7) < 0);
    }

    [Fact]
    public void A_returned_buffer_gives_its_page_back_and_the_next_renter_sees_zeros()
    {
        using MemoryLab<Demoting> lab = new();
        using TieredMemoryPool<Demoting> pool = new(lab.Memory);
        for (int i = 0; i < 300; i++)
        {
            IMemoryOwner<byte> owner = pool.Rent();
            Assert.True(owner.Memory.Span.IndexOfAnyExcept((byte)0) < 0);
            owner.Memory.Span.Fill(7);
            owner.Dispose();
            owner.Dispose();
            Assert.Throws<ObjectDisposedException>(() => owner.Memory.Length);
        }

        Assert.Equal(0, lab.Memory.PageCount);
        lab.AssertBalanced();
    }

    [Fact]
    public void More_than_a_page_is_refused_and_a_pool_that_is_gone_rents_nothing()
    {
        using MemoryLab<Demoting> lab = new();
        TieredMemoryPool<Demoting> pool = new(lab.Memory);
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(pool.MaxBufferSize + 1));
        pool.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pool.Rent());
    }

    [Fact]
    public void An_array_larger_than_dram_keeps_every_element()
    {
        using MemoryLab<Demoting> lab = new();
        using TieredArray<long, Demoting> array = new(lab.Memory, (60 * 512) + 5);
        Assert.Equal(61, array.PageCount);
        long[] values = [.. Enumerable.Range(0, (int)array.Length).Select(static i => (long)i * i)];
        array.CopyFrom(0, values);
        array[512] = -1;
        values[512] = -1;
        long[] copy = new long[values.Length];
        array.CopyTo(0, copy);
        Assert.Equal(values, copy);
        Assert.Equal(values, array.Enumerate());
        Assert.Equal(values[^1], array[array.Length - 1]);
        Assert.True(lab.Total("pgdemote_direct") + lab.Total("pgdemote_kswapd") > 0);
    }

    [Fact]
    public void An_element_never_straddles_two_pages()
    {
        using MemoryLab<Demoting> lab = new();
        using TieredArray<(long, int, long), Demoting> array = new(lab.Memory, 1000);
        Assert.True(array.ElementsPerPage * 24 <= PageSize);
        using (ElementWriteLease<(long, int, long)> lease = array.WritePage(1))
        {
            Assert.Equal(array.ElementsPerPage, lease.Span.Length);
            lease.Span[0] = (1, 2, 3);
        }

        Assert.Equal((1, 2, 3), array[array.ElementsPerPage]);
        using ElementReadLease<(long, int, long)> last = array.ReadPage(array.PageCount - 1);
        Assert.Equal(1000 - ((array.PageCount - 1) * array.ElementsPerPage), last.Span.Length);
    }

    [Fact]
    public void A_discarded_page_keeps_its_elements()
    {
        using MemoryLab<Demoting> lab = new();
        using TieredArray<int, Demoting> array = new(lab.Memory, 10);
        ElementWriteLease<int> lease = array.WritePage(0);
        lease.Span.Fill(9);
        lease.Discard();
        Assert.Equal(0, array[3]);
    }

    [Fact]
    public void An_index_outside_the_array_is_refused()
    {
        using MemoryLab<Demoting> lab = new();
        using TieredArray<int, Demoting> array = new(lab.Memory, 10);
        Assert.Throws<IndexOutOfRangeException>(() => array[10]);
        Assert.Throws<IndexOutOfRangeException>(() => array[-1] = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => array.CopyTo(5, new int[6]));
    }

    [Fact]
    public void An_array_that_does_not_fit_leaves_nothing_behind_and_disposal_frees_all_pages()
    {
        using MemoryLab<DemotingWithoutSwap> lab = new();
        Assert.Throws<TierFullException>(() => new TieredArray<int, DemotingWithoutSwap>(lab.Memory, 1024 * 1000));
        Assert.Equal(0, lab.Memory.PageCount);
        TieredArray<int, DemotingWithoutSwap> array = new(lab.Memory, 1024 * 20);
        _ = array.Enumerate().First();
        array.Dispose();
        array.Dispose();
        Assert.Equal(0, lab.Memory.PageCount);
        Assert.Throws<ObjectDisposedException>(() => array[0]);
        lab.AssertBalanced();
    }

    [Fact]
    public void A_file_larger_than_memory_holds_what_was_written_at_any_offset()
    {
        using FileLab lab = new();
        byte[] bytes = new byte[(400 * PageSize) + 123];
        new Random(1).NextBytes(bytes);
        using (TieredFile<Demoting> file = lab.Open())
        {
            for (int i = 0; i < bytes.Length; i += 5000)
            {
                file.Write(i, bytes.AsSpan(i, Math.Min(5000, bytes.Length - i)));
            }

            byte[] read = new byte[10_000];
            Assert.Equal(read.Length, file.Read(3000, read));
            Assert.Equal(bytes[3000..13_000], read);
            Assert.Equal(bytes.Length, file.Length);
        }

        Assert.Equal(bytes, File.ReadAllBytes(lab.Path));
    }

    [Fact]
    public void Reading_a_file_in_order_gives_all_of_it_and_stops_at_its_short_last_page()
    {
        using FileLab lab = new();
        byte[] bytes = new byte[(100 * PageSize) + 77];
        new Random(2).NextBytes(bytes);
        File.WriteAllBytes(lab.Path, bytes);
        using TieredFile<Demoting> file = lab.Open(FileAccess.Read);
        byte[] read = new byte[bytes.Length];
        int done = 0;
        for (int count; (count = file.Read(done, read.AsSpan(done, Math.Min(1000, read.Length - done)))) > 0;)
        {
            done += count;
        }

        Assert.Equal(bytes, read);
        Assert.Equal(0, file.Read(bytes.Length, new byte[10]));
        Assert.Equal(7, file.Read(bytes.Length - 7, new byte[10]));
        Assert.Throws<NotSupportedException>(() => file.Write(0, [1]));
    }

    [Fact]
    public void Flush_puts_a_file_on_disk_with_its_length_and_zeros_in_the_gap()
    {
        using FileLab lab = new();
        File.WriteAllBytes(lab.Path, [1, 2, 3]);
        using TieredFile<Demoting> file = lab.Open();
        file.Write(10_000, [9]);
        byte[] gap = new byte[10_001];
        Assert.Equal(gap.Length, file.Read(0, gap));
        file.Flush();
        byte[] expected = new byte[10_001];
        expected[0] = 1;
        expected[1] = 2;
        expected[2] = 3;
        expected[^1] = 9;
        Assert.Equal(expected, gap);
        using FileStream stream = new(lab.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] stored = new byte[10_001];
        stream.ReadExactly(stored);
        Assert.Equal(expected, stored);
        Assert.Equal(expected.Length, stream.Length);
    }

    [Fact]
    public async Task A_file_larger_than_memory_is_written_and_read_without_blocking()
    {
        using FileLab lab = new();
        byte[] bytes = new byte[(300 * PageSize) + 123];
        new Random(3).NextBytes(bytes);
        using (TieredFile<Demoting> file = lab.Open())
        {
            await Parallel.ForAsync(0, (bytes.Length + 4999) / 5000, async (i, cancellation) =>
                await file.WriteAsync(i * 5000, bytes.AsMemory(i * 5000, Math.Min(5000, bytes.Length - (i * 5000))), cancellation));
            byte[] read = new byte[10_000];
            Assert.Equal(read.Length, await file.ReadAsync(3000, read));
            Assert.Equal(bytes[3000..13_000], read);
            await file.FlushAsync();
            Assert.Equal(0, file.Memory.Nodes.Sum(static node => node.Stat["nr_dirty"]));
            using FileStream stored = new(lab.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            Assert.Equal(bytes.Length, stored.Length);
        }

        Assert.Equal(bytes, await File.ReadAllBytesAsync(lab.Path));
    }

    [Fact]
    public void A_stream_over_a_file_reads_writes_and_seeks_as_a_file_stream_does()
    {
        using FileLab lab = new();
        using TieredFile<Demoting> file = lab.Open();
        using Stream stream = file.AsStream();
        using MemoryStream model = new();
        Random random = new(4);
        byte[] bytes = new byte[3 * PageSize];
        for (int i = 0; i < 2000; i++)
        {
            int count = random.Next(bytes.Length);
            switch (random.Next(6))
            {
                case 0:
                    random.NextBytes(bytes);
                    stream.Write(bytes, 0, count);
                    model.Write(bytes, 0, count);
                    break;
                case 1:
                    stream.WriteByte((byte)i);
                    model.WriteByte((byte)i);
                    break;
                case 2:
                    byte[] expected = new byte[count];
                    byte[] read = new byte[count];
                    Assert.Equal(model.ReadAtLeast(expected, count, throwOnEndOfStream: false), stream.ReadAtLeast(read, count, throwOnEndOfStream: false));
                    Assert.Equal(expected, read);
                    break;
                case 3:
                    Assert.Equal(model.ReadByte(), stream.ReadByte());
                    break;
                case 4:
                    long offset = random.Next((int)Math.Min(model.Length, 100 * PageSize) + 1);
                    Assert.Equal(model.Seek(-offset, SeekOrigin.End), stream.Seek(-offset, SeekOrigin.End));
                    break;
                default:
                    if (model.Length < 200 * PageSize)
                    {
                        model.SetLength(model.Length + count);
                        stream.SetLength(stream.Length + count);
                    }

                    model.Position = stream.Position = random.Next((int)model.Length + 1);
                    break;
            }

            Assert.Equal((model.Position, model.Length), (stream.Position, stream.Length));
        }

        stream.Flush();
        file.Dispose();
        Assert.Equal(model.ToArray(), File.ReadAllBytes(lab.Path));
    }

    [Fact]
    public async Task A_stream_over_a_file_is_copied_from_and_to_asynchronously()
    {
        using FileLab lab = new();
        byte[] bytes = new byte[(150 * PageSize) + 7];
        new Random(5).NextBytes(bytes);
        using TieredFile<Demoting> file = lab.Open();
        using (Stream stream = file.AsStream())
        {
            await new MemoryStream(bytes).CopyToAsync(stream);
            await stream.FlushAsync();
        }

        using Stream again = file.AsStream();
        using MemoryStream copy = new();
        await again.CopyToAsync(copy);
        Assert.Equal(bytes, copy.ToArray());
        using StreamReader lines = new(file.AsStream());
        Assert.NotNull(await lines.ReadLineAsync());
    }

    [Fact]
    public void A_stream_says_what_it_cannot_do()
    {
        using FileLab lab = new();
        File.WriteAllBytes(lab.Path, [1, 2, 3]);
        using (TieredFile<Demoting> file = lab.Open(FileAccess.Read))
        {
            using Stream stream = file.AsStream();
            Assert.Equal((true, true, false, 3L), (stream.CanRead, stream.CanSeek, stream.CanWrite, stream.Length));
            Assert.Throws<NotSupportedException>(() => stream.WriteByte(1));
            Assert.Throws<NotSupportedException>(() => stream.SetLength(10));
            Assert.Throws<IOException>(() => stream.Seek(-1, SeekOrigin.Begin));
            Assert.Equal(10, stream.Seek(10, SeekOrigin.Begin));
            Assert.Equal(-1, stream.ReadByte());
        }

        TieredFile<Demoting> other = lab.Open();
        Stream view = other.AsStream();
        Assert.Contains("cannot be cut to 2", Assert.Throws<NotSupportedException>(() => view.SetLength(2)).Message, StringComparison.Ordinal);
        view.Dispose();
        Assert.Equal((false, false, false), (view.CanRead, view.CanSeek, view.CanWrite));
        Assert.Throws<ObjectDisposedException>(() => view.ReadByte());
        Assert.Equal(3, other.Read(0, new byte[9]));
        other.Dispose();
        Assert.Throws<ObjectDisposedException>(() => other.AsStream());
    }

    [Fact]
    public async Task What_makes_a_file_longer_is_not_cut_off_by_who_gives_it_its_length_meanwhile()
    {
        const int Pages = 2000;
        using FileLab lab = new();
        using SafeFileHandle handle = File.OpenHandle(lab.Path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, FileOptions.Asynchronous);
        FileStore store = new(lab.Path, handle, PageSize);
        using CancellationTokenSource done = new();
        Task[] commits = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(() => CommitUntil(store, done.Token)))];
        byte[] page = new byte[PageSize];
        for (int i = 0; i < Pages; i++)
        {
            Contents.Fill(page, i + 1);
            store.Extend((i + 1L) * PageSize);
            if (i % 2 == 0)
            {
                store.Write(i, page);
            }
            else
            {
                await store.WriteAsync(i, page, CancellationToken.None);
            }
        }

        await done.CancelAsync();
        await Task.WhenAll(commits);
        for (int i = 0; i < Pages; i++)
        {
            store.Read(i, page);
            Assert.Equal(i + 1, Contents.Of(page));
        }
    }

    private static void CommitUntil(FileStore store, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            store.Commit();
        }
    }

    [Fact]
    public void A_file_is_written_by_one_at_a_time()
    {
        using FileLab lab = new();
        using (TieredFile<Demoting> one = lab.Open())
        {
            Assert.Contains(lab.Path, Assert.Throws<IOException>(() => lab.Open()).Message, StringComparison.Ordinal);
            one.Write(0, [1, 2, 3]);
            one.Flush();
            Assert.Throws<IOException>(() => lab.Open(mode: FileMode.Create));
            using TieredFile<Demoting> reader = lab.Open(FileAccess.Read);
            Assert.Equal(3, reader.Length);
        }

        using (TieredFile<Demoting> next = lab.Open())
        {
            Assert.Equal(3, next.Length);
        }

        using TieredFile<Demoting> emptied = lab.Open(mode: FileMode.Truncate);
        Assert.Equal(0, emptied.Length);
    }

    [Fact]
    public void A_file_of_which_a_page_cannot_be_written_back_is_closed_with_its_length_and_all_other_pages()
    {
        using FileLab lab = new();
        byte[] bytes = new byte[(3 * PageSize) + 100];
        new Random(6).NextBytes(bytes);
        FaultyDevice? ssd = null;
        TieredMemoryOptions options = new() { SwapPath = lab.Path + ".swap", Background = BackgroundWork.Inline };
        options.Paths["Ssd"] = lab.Path + ".ssd";
        options.Paths["Hdd"] = lab.Path + ".hdd";
        options.WrapDevice = (name, device) => name == "Ssd" ? ssd = new FaultyDevice(device) : device;
        TieredFile<Fragile> file = new(lab.Path, options: options);
        file.Write(0, bytes);
        Assert.Equal(4, file.Memory.Migrate([.. Enumerable.Range(0, 4).Select(page => file.Memory.Core.Pages.IdOf((uint)page))], node: 1).Succeeded);
        int reads = 0;
        ssd!.FailReads = () => ++reads == 4 ? new IOException("the cable is out") : null;
        AggregateException error = Assert.Throws<AggregateException>(file.Dispose);
        Assert.Equal((4, "the cable is out"), (reads, Assert.Single(error.InnerExceptions).Message));

        // Of the last page, which would have made it so long, there is nothing.
        bytes.AsSpan(3 * PageSize).Clear();
        Assert.Equal(bytes, File.ReadAllBytes(lab.Path));
        using TieredFile<Demoting> next = lab.Open();
        Assert.Equal(bytes.Length, next.Length);
    }

    private sealed class FileLab : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tierpolicy-");

        public string Path => System.IO.Path.Combine(_folder.FullName, "data");

        public TieredFile<Demoting> Open(FileAccess access = FileAccess.ReadWrite, FileMode mode = FileMode.OpenOrCreate) =>
            new(Path, mode, access, new TieredMemoryOptions { SwapPath = System.IO.Path.Combine(_folder.FullName, "swap") });

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
