using System.Buffers.Binary;
using System.IO.Hashing;
using CsCheck;
using static TierPolicy.Traces.Tests.Accesses;

namespace TierPolicy.Traces.Tests;

public sealed class Version2Tests : IDisposable
{
    private static readonly TraceWriterOptions AllColumns = new() { Columns = TraceColumns.All, BlockAccesses = 7, Quality = 1, PageSize = 4096, Sampling = 64 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_accesses_are_read_back_with_all_that_the_columns_hold() =>
        Gen.Select(Full, Gen.Int[0, 127], Gen.Int[1, 50]).Sample(
            (accesses, columns, blockAccesses) =>
            {
                TraceColumns kept = (TraceColumns)columns | TraceColumns.Page;
                string path = _folder["any.tptrace"];
                WriteTo(path, accesses, new TraceWriterOptions { Columns = kept, BlockAccesses = blockAccesses, Quality = 1 });
                Assert.Equal(accesses.Select(access => Only(kept, access)), ReadFrom(path));
            },
            iter: 300,
            threads: 1);

    [Fact]
    public void A_file_tells_its_columns_page_size_sampling_and_what_was_dropped()
    {
        using (TraceWriter writer = TraceWriter.Create(_folder["a.tptrace"], AllColumns))
        {
            writer.Write([Read(1), Write(2)]);
            writer.Dropped = 3;
            writer.Complete();
        }

        using TraceReader reader = TraceFile.Open(_folder["a.tptrace"]);
        Assert.Equal(
            (TraceFormat.Tptrace, TraceColumns.All, 4096, 64, 3L, 2L),
            (reader.Format, reader.Columns, reader.PageSize, reader.Sampling, reader.Dropped!.Value, reader.Accesses!.Value));
    }

    [Fact]
    public void Pages_that_nobody_counted_are_counted_when_they_are_asked_for()
    {
        WriteTo(_folder["a.tptrace"], [Read(1), Write(2), Read(1)], new TraceWriterOptions { CountPages = false });
        using TraceReader reader = TraceFile.Open(_folder["a.tptrace"]);
        Assert.Null(reader.Summary);
        Assert.Equal(3, reader.Accesses);
        Assert.Equal(new TraceSummary(3, 2, 1), TraceFile.Summarize(_folder["a.tptrace"]));
    }

    [Fact]
    public void It_is_written_to_a_stream_that_cannot_seek_with_the_same_bytes()
    {
        TraceAccess[] accesses = Timed(100);
        WriteTo(_folder["a.tptrace"], accesses, AllColumns);
        var pipe = new Pipe();
        using (TraceWriter writer = TraceWriter.Create(pipe, AllColumns))
        {
            writer.Write(accesses);
            writer.Complete();
        }

        Assert.Equal(File.ReadAllBytes(_folder["a.tptrace"]), pipe.Bytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(50)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(1000)]
    public void Skipping_goes_to_any_access_however_far_it_was_read(int skip)
    {
        TraceAccess[] accesses = Timed(100);
        WriteTo(_folder["a.tptrace"], accesses, AllColumns);
        _folder.Write("a.tptrace.gz", Tp64.Gzip(File.ReadAllBytes(_folder["a.tptrace"])));
        _folder.Write("1.tptrace", Version1.Bytes(accesses));
        foreach (string name in (string[])["a.tptrace", "a.tptrace.gz", "1.tptrace"])
        {
            for (int before = 0; before < 20; before++)
            {
                using TraceReader reader = TraceFile.Open(_folder[name]);
                TraceAccess[] rest = [.. accesses.Skip(before + skip).Select(access => Only(reader.Columns, access))];
                int read = before == 0 ? 0 : reader.Read(new TraceAccess[before]);
                Assert.Equal(before, read + reader.Skip(before - read));
                Assert.Equal(Math.Min(skip, 100 - before), reader.Skip(skip));
                Assert.Equal(rest, reader.ReadAll());
            }
        }
    }

    [Fact]
    public void Times_that_go_back_are_not_written()
    {
        using TraceWriter writer = TraceWriter.Create(_folder["a.tptrace"], AllColumns);
        writer.Write(Read(1) with { Time = 5 });
        var e = Assert.Throws<ArgumentException>(() => writer.Write(Read(1) with { Time = 4 }));
        Assert.Contains("Times must not go back: 4 ns comes after 5 ns.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trace_cut_short_anywhere_is_refused()
    {
        byte[] bytes = Sound();
        for (int length = 0; length < bytes.Length; length++)
        {
            Refuses(_folder.Write("cut.tptrace", bytes.AsSpan(0, length)));
            if (length > 0)
            {
                Refuses(_folder.Write("cut.tptrace.gz", Tp64.Gzip(bytes[..length])));
            }
        }
    }

    [Fact]
    public void A_trace_with_any_bit_flipped_is_refused_however_it_is_read()
    {
        byte[] sound = Sound();
        for (int bit = 0; bit < 8 * sound.Length; bit++)
        {
            byte[] bytes = [.. sound];
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Refuses(_folder.Write("changed.tptrace", bytes));
            if (bit % 5 == 0)
            {
                Refuses(_folder.Write("changed.tptrace.gz", Tp64.Gzip(bytes)));
            }
        }
    }

    [Fact]
    public void A_trace_with_anything_behind_it_is_refused()
    {
        byte[] bytes = [.. Sound(), 0];
        Refuses(_folder.Write("more.tptrace", bytes));
        Refuses(_folder.Write("more.tptrace.gz", Tp64.Gzip(bytes)));
    }

    [Fact]
    public void Blocks_that_changed_places_are_found()
    {
        // Two blocks of as many accesses, whose frames and bytes are sound.
        WriteTo(_folder["a.tptrace"], [Read(1), Read(2)], new TraceWriterOptions { BlockAccesses = 1 });
        byte[] bytes = File.ReadAllBytes(_folder["a.tptrace"]);
        int length = TraceBlockFrame.Length + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(TraceHeader.Length + 8));
        byte[] swapped =
        [
            .. bytes[..TraceHeader.Length],
            .. bytes[(TraceHeader.Length + length)..(TraceHeader.Length + (2 * length))],
            .. bytes[TraceHeader.Length..(TraceHeader.Length + length)],
            .. bytes[(TraceHeader.Length + (2 * length))..],
        ];
        Refuses(_folder.Write("swapped.tptrace", swapped), "expected a block with the checksum");
    }

    [Theory]
    [InlineData(16, 0xff, "expected a page size")]
    [InlineData(20, 0, "expected a sampling of one in 1 or more, found one in 0")]
    [InlineData(30, 1, "expected zeros in what is reserved")]
    [InlineData(12, 0x81, "found the unknown column bits 0x80")]
    public void A_header_that_says_what_cannot_be_is_refused(int at, byte value, string because)
    {
        byte[] bytes = Sound();
        bytes.AsSpan(at, at is 16 or 20 ? 4 : 1).Fill(value);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(40), XxHash3.HashToUInt64(bytes.AsSpan(0, 40)));
        Refuses(_folder.Write("header.tptrace", bytes), because);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(4097u)]
    public void An_object_of_no_bytes_or_of_more_than_a_page_is_refused_unless_sizes_do_not_count(uint size)
    {
        WriteTo(_folder["a.tptrace"], [Read(1) with { Size = 4096 }, Read(2) with { Size = size }], AllColumns);
        Refuses(_folder["a.tptrace"], $"byte 48: expected an object of 1 to 4096 bytes (a page) in access 1 of the block, found one of {size}");
        using TraceReader reader = TraceFile.Open(_folder["a.tptrace"], new TraceReadOptions { IgnoreSize = true });
        Assert.Equal(2, reader.ReadAll().Count());
    }

    private static Gen<TraceAccess[]> Full { get; } =
        Gen.Select(Any, Gen.Int[0, 2].Array[300], Gen.Byte.Array[300], Gen.Bool, Gen.UInt[1, 4096].Array[300], Gen.Long[0, 1L << 50].Array[300]).Select(
            (accesses, kinds, bytes, isSame, sizes, passed) =>
            {
                long time = 0;
                return accesses.Select((access, i) => access with
                {
                    Kind = (TracePageKind)kinds[isSame ? 0 : i],
                    Domain = bytes[isSame ? 0 : i],
                    Tag = bytes[isSame ? 0 : 299 - i],
                    Size = sizes[isSame ? 0 : i],
                    Time = time += passed[i],
                }).ToArray();
            });

    private static TraceAccess Only(TraceColumns columns, TraceAccess access) => new(access.Page, access.IsWrite && columns.HasFlag(TraceColumns.Write))
    {
        Kind = columns.HasFlag(TraceColumns.Kind) ? access.Kind : TracePageKind.Unknown,
        Domain = columns.HasFlag(TraceColumns.Domain) ? access.Domain : (byte)0,
        Tag = columns.HasFlag(TraceColumns.Tag) ? access.Tag : (byte)0,
        Size = columns.HasFlag(TraceColumns.Size) ? access.Size : 0,
        Time = columns.HasFlag(TraceColumns.Time) ? access.Time : 0,
    };

    private static TraceAccess[] Timed(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new TraceAccess((ulong)(i * 3 % 7), i % 2 == 0) { Kind = (TracePageKind)(i % 3), Tag = (byte)i, Size = 100, Time = i * i })];

    private byte[] Sound()
    {
        WriteTo(_folder["sound.tptrace"], Timed(20), AllColumns);
        return File.ReadAllBytes(_folder["sound.tptrace"]);
    }

    private static void Refuses(string path, string because = "expected")
    {
        var e = Assert.Throws<TraceFormatException>(() => ReadFrom(path));
        Assert.StartsWith($"{path}: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(because, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    /// <summary>A stream that is written from front to back and nothing else.</summary>
    private sealed class Pipe : Stream
    {
        private readonly MemoryStream _bytes = new();

        public byte[] Bytes => _bytes.ToArray();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => _bytes.Write(buffer, offset, count);
    }
}
