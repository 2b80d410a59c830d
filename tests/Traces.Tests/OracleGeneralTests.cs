using System.Buffers.Binary;
using CsCheck;
using static TierPolicy.Traces.Tests.Accesses;

namespace TierPolicy.Traces.Tests;

public sealed class OracleGeneralTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Records_have_time_object_and_size() =>
        Assert.Equal(
            [Read(7) with { Size = 100 }, Read(8) with { Size = 4096, Time = 2_000_000_000 }],
            ReadFrom(File((10, 7, 100), (12, 8, 4096))));

    [Theory]
    [InlineData("trace.oracleGeneral")]
    [InlineData("trace.oracleGeneral.bin")]
    [InlineData("trace.oracleGeneral.zst")]
    [InlineData("trace.oracleGeneral.bin.gz")]
    public void It_is_known_by_its_name(string name)
    {
        byte[] bytes = Bytes((10, 7, 100));
        string path = _folder.Write(name, name.EndsWith(".gz", StringComparison.Ordinal) ? Tp64.Gzip(bytes) : name.EndsWith(".zst", StringComparison.Ordinal) ? Zstd.Pack(bytes) : bytes);
        Assert.Equal([Read(7) with { Size = 100 }], ReadFrom(path));
    }

    [Fact]
    public void It_is_read_under_another_name_where_the_format_is_told()
    {
        using TraceReader reader = TraceFile.Open(_folder.Write("a.bin", Bytes((10, 7, 100))), new TraceReadOptions { Format = TraceFormat.OracleGeneral });
        Assert.Equal([Read(7) with { Size = 100 }], reader.ReadAll());
        Assert.Equal(1, reader.Accesses);
    }

    [Fact]
    public void Any_records_are_read_whatever_the_size_of_the_pieces() =>
        Gen.Select(Gen.Select(Gen.UInt[0, 100], Gen.ULong, Gen.UInt[1, 4096]).Array[1, 200], Gen.Int[1, 9000]).Sample(
            (records, piece) =>
            {
                uint time = 0;
                (uint, ulong, uint)[] sorted = [.. records.Select(record => (time += record.Item1, record.Item2, record.Item3))];
                using TraceReader reader = TraceFile.Open(File(sorted));
                var buffer = new TraceAccess[piece];
                List<TraceAccess> read = [];
                for (int count; (count = reader.Read(buffer)) > 0;)
                {
                    read.AddRange(buffer[..count]);
                }

                Assert.Equal(sorted.Select(record => Read(record.Item2) with { Size = record.Item3, Time = (record.Item1 - sorted[0].Item1) * 1_000_000_000L }), read);
            },
            iter: 50,
            threads: 1);

    [Fact]
    public void Records_that_are_not_sorted_are_refused() =>
        Refuses(File((10, 7, 100), (9, 8, 100)), "byte 24: expected a time of 10 s or later, as the record before has, found 9 s: the trace is not sorted");

    [Theory]
    [InlineData(0u)]
    [InlineData(4097u)]
    public void Objects_are_of_one_page_unless_sizes_do_not_count(uint size)
    {
        string path = File((10, 7, 100), (10, 8, size));
        Refuses(path, $"byte 24: expected an object of 1 to 4096 bytes (a page), found one of {size}; take each for one page with --ignore-size, or larger pages with --page");
        using TraceReader reader = TraceFile.Open(path, new TraceReadOptions { IgnoreSize = true });
        Assert.Equal(2, reader.ReadAll().Count());
    }

    [Fact]
    public void Larger_objects_are_read_with_larger_pages()
    {
        using TraceReader reader = TraceFile.Open(File((10, 7, 65536)), new TraceReadOptions { PageSize = 65536 });
        Assert.Single(reader.ReadAll());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_cut_short_within_a_record_is_refused(bool isGzipped)
    {
        byte[] bytes = Bytes((10, 7, 100), (10, 8, 100));
        for (int length = 1; length < bytes.Length; length++)
        {
            if (length % 24 != 0)
            {
                string path = _folder.Write(isGzipped ? "a.oracleGeneral.gz" : "a.oracleGeneral", isGzipped ? Tp64.Gzip(bytes[..length]) : bytes[..length]);
                Refuses(path, $"byte {length / 24 * 24}: expected an oracleGeneral record of 24 bytes, found {length % 24} and the end of the file");
            }
        }
    }

    private static void Refuses(string path, string because) =>
        Assert.Equal($"{path}: {because}", Assert.Throws<TraceFormatException>(() => ReadFrom(path)).Message);

    private string File(params (uint Time, ulong Object, uint Size)[] records) => _folder.Write("a.oracleGeneral", Bytes(records));

    private static byte[] Bytes(params (uint Time, ulong Object, uint Size)[] records)
    {
        var bytes = new byte[24 * records.Length];
        for (int i = 0; i < records.Length; i++)
        {
            Span<byte> record = bytes.AsSpan(24 * i);
            BinaryPrimitives.WriteUInt32LittleEndian(record, records[i].Time);
            BinaryPrimitives.WriteUInt64LittleEndian(record[4..], records[i].Object);
            BinaryPrimitives.WriteUInt32LittleEndian(record[12..], records[i].Size);
            BinaryPrimitives.WriteInt64LittleEndian(record[16..], -1);
        }

        return bytes;
    }
}
