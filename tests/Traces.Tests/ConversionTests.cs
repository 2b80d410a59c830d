using System.Buffers.Binary;
using CsCheck;
using static TierPolicy.Traces.Tests.Accesses;

namespace TierPolicy.Traces.Tests;

public sealed class ConversionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("b.tp64", TraceFormat.Tp64)]
    [InlineData("b.tp64.gz", TraceFormat.Tp64)]
    [InlineData("b.tp64.zst", TraceFormat.Tp64)]
    [InlineData("b.tptrace", TraceFormat.Tptrace)]
    [InlineData("b.tptrace.zst", TraceFormat.Tptrace)]
    public void Pages_and_writes_come_through(string name, TraceFormat format)
    {
        TraceAccess[] accesses = [.. Enumerable.Range(0, 50_000).Select(i => new TraceAccess((ulong)(i * 7919 % 5000), i % 3 == 0))];
        WriteTo(_folder["a.tptrace"], accesses);
        Assert.Equal(accesses.Length, Convert("a.tptrace", name, format));
        Assert.Equal(accesses, ReadFrom(_folder[name]));
        Assert.Equal(["a.tptrace", name], _folder.Files);
    }

    [Fact]
    public void A_tptrace_keeps_all_that_the_trace_has()
    {
        TraceAccess[] accesses = [new(1, true) { Kind = TracePageKind.File, Domain = 1, Tag = 2, Size = 3, Time = 4 }, new(2, false) { Size = 5, Time = 6 }];
        WriteTo(_folder["a.tptrace"], accesses, new TraceWriterOptions { Columns = TraceColumns.All, PageSize = 8192, Sampling = 64 });
        Convert("a.tptrace", "b.tptrace", TraceFormat.Tptrace);
        using TraceReader reader = TraceFile.Open(_folder["b.tptrace"]);
        Assert.Equal((TraceColumns.All, 8192, 64), (reader.Columns, reader.PageSize, reader.Sampling));
        Assert.Equal(accesses, reader.ReadAll());
    }

    [Fact]
    public void OracleGeneral_says_where_each_object_comes_next_counted_from_1_and_minus_1_where_it_does_not()
    {
        WriteTo(_folder["a.tptrace"], [Read(7), Read(8), Read(7), Read(9), Read(7), Read(8)]);
        Convert("a.tptrace", "b.oracleGeneral", TraceFormat.OracleGeneral);
        Assert.Equal([3, 6, 5, -1, -1, -1], Next(File.ReadAllBytes(_folder["b.oracleGeneral"])));
        Assert.Equal(["a.tptrace", "b.oracleGeneral"], _folder.Files);
    }

    [Fact]
    public void OracleGeneral_of_any_length_says_where_each_object_comes_next() =>
        Gen.Select(Gen.Int[0, 40_000], Gen.Int[1, 3000], Gen.Int).Sample(
            (length, pages, seed) =>
            {
                var random = new Random(seed);
                TraceAccess[] accesses = [.. Enumerable.Range(0, length).Select(_ => Read((ulong)random.Next(pages)))];
                WriteTo(_folder["a.tptrace"], accesses, new TraceWriterOptions { Quality = 1 });
                Convert("a.tptrace", "b.oracleGeneral", TraceFormat.OracleGeneral);
                Dictionary<ulong, long> seen = [];
                long[] expected = new long[length];
                for (int i = length - 1; i >= 0; i--)
                {
                    expected[i] = seen.TryGetValue(accesses[i].Page, out long next) ? next : -1;
                    seen[accesses[i].Page] = i + 1;
                }

                Assert.Equal(expected, Next(File.ReadAllBytes(_folder["b.oracleGeneral"])));
            },
            iter: 20,
            threads: 1);

    [Fact]
    public void OracleGeneral_has_sizes_and_times_and_where_there_are_no_sizes_that_of_a_page()
    {
        WriteTo(_folder["a.tptrace"], [Read(7) with { Size = 100 }, Read(8) with { Size = 200, Time = 3_700_000_000 }], new TraceWriterOptions { Columns = TraceColumns.All });
        Convert("a.tptrace", "b.oracleGeneral.zst", TraceFormat.OracleGeneral);
        Assert.Equal([Read(7) with { Size = 100 }, Read(8) with { Size = 200, Time = 3_000_000_000 }], ReadFrom(_folder["b.oracleGeneral.zst"]));

        WriteTo(_folder["a.tptrace"], [Read(7)], new TraceWriterOptions { PageSize = 1024 });
        Convert("a.tptrace", "b.oracleGeneral", TraceFormat.OracleGeneral);
        Assert.Equal([Read(7) with { Size = 1024 }], ReadFrom(_folder["b.oracleGeneral"]));
    }

    [Theory]
    [InlineData(TraceFormat.Tp64, "a.tptrace: expected what Tp64 can hold: tp64 has no room for page 9223372036854775808 of access 1: it has 63 bits for pages.")]
    [InlineData(TraceFormat.OracleGeneral, "a.tptrace: expected what OracleGeneral can hold: oracleGeneral has no room for the time of access 1, 4294967296 s: it has 32 bits for seconds.")]
    public void What_a_format_has_no_room_for_is_told_and_nothing_is_left(TraceFormat format, string because)
    {
        WriteTo(_folder["a.tptrace"], [Read(1), Read(1UL << 63) with { Time = 4_294_967_296_000_000_000 }], new TraceWriterOptions { Columns = TraceColumns.All & ~TraceColumns.Size });
        var e = Assert.Throws<TraceFormatException>(() => Convert("a.tptrace", "b", format));
        Assert.EndsWith(because, e.Message, StringComparison.Ordinal);
        Assert.Equal(["a.tptrace"], _folder.Files);
    }

    [Theory]
    [InlineData(TraceFormat.Tp64)]
    [InlineData(TraceFormat.OracleGeneral)]
    [InlineData(TraceFormat.Tptrace)]
    public void Nothing_is_left_where_the_trace_is_cut_short(TraceFormat format)
    {
        _folder.Write("a.tp64", [.. Tp64.Bytes([.. Enumerable.Range(0, 20_000).Select(i => Read((ulong)i))]), 1]);
        _folder.Write("a.tp64.gz", Tp64.Gzip(File.ReadAllBytes(_folder["a.tp64"])));
        Assert.Throws<TraceFormatException>(() => Convert("a.tp64.gz", "b", format));
        Assert.Equal(["a.tp64", "a.tp64.gz"], _folder.Files);
    }

    [Fact]
    public void What_is_only_read_is_not_written() =>
        Assert.Throws<NotSupportedException>(() => TraceSink.Create(_folder["a.csv"], TraceFormat.Csv));

    private long Convert(string from, string to, TraceFormat format)
    {
        using TraceReader reader = TraceFile.Open(_folder[from]);
        return TraceConverter.Convert(reader, _folder[to], format);
    }

    private static long[] Next(byte[] bytes) => [.. bytes.Chunk(24).Select(record => BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(16)))];
}
