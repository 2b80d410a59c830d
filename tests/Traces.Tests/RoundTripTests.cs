using CsCheck;
using static TierPolicy.Traces.Tests.Accesses;

namespace TierPolicy.Traces.Tests;

public sealed class RoundTripTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_accesses_written_are_read_back() =>
        Gen.Select(Any, Gen.Int[1, 70], Gen.Int[0, 11]).Sample(
            (accesses, blockAccesses, quality) =>
            {
                string path = _folder["any.tptrace"];
                WriteTo(path, accesses, new TraceWriterOptions { BlockAccesses = blockAccesses, Quality = quality });
                Assert.Equal(accesses, ReadFrom(path));
            },
            iter: 300,
            threads: 1);

    [Fact]
    public void Any_accesses_are_summed_up_in_the_header() =>
        Any.Sample(
            accesses =>
            {
                string path = _folder["any.tptrace"];
                WriteTo(path, accesses);
                using TraceReader reader = TraceFile.Open(path);
                Assert.Equal(Summarize(accesses), reader.Summary);
                Assert.Equal(Summarize(accesses), TraceFile.Summarize(path));
            },
            iter: 100,
            threads: 1);

    [Fact]
    public void A_trace_of_many_full_blocks_is_read_back()
    {
        TraceAccess[] accesses = [.. Enumerable.Range(0, 200_000).Select(i => new TraceAccess((ulong)(i * 7919 % 5000), i % 3 == 0))];
        WriteTo(_folder["long.tptrace"], accesses);
        Assert.Equal(accesses, ReadFrom(_folder["long.tptrace"]));
    }

    [Fact]
    public void Reading_a_few_at_a_time_gives_the_same_accesses()
    {
        TraceAccess[] accesses = [.. Enumerable.Range(0, 1000).Select(i => new TraceAccess((ulong)i, i % 2 == 0))];
        WriteTo(_folder["few.tptrace"], accesses, new TraceWriterOptions { BlockAccesses = 64 });
        using TraceReader reader = TraceFile.Open(_folder["few.tptrace"]);
        var read = new List<TraceAccess>();
        var buffer = new TraceAccess[7];
        int count;
        while ((count = reader.Read(buffer)) > 0)
        {
            read.AddRange(buffer[..count]);
        }

        Assert.Equal(accesses, read);
        Assert.Equal(0, reader.Read(buffer));
    }

    [Fact]
    public void A_trace_without_accesses_is_read_back()
    {
        WriteTo(_folder["none.tptrace"], []);
        Assert.Empty(ReadFrom(_folder["none.tptrace"]));
    }

    [Fact]
    public void A_gzipped_trace_is_read_back()
    {
        WriteTo(_folder["plain.tptrace"], [Read(1), Write(2)]);
        string path = _folder.Write("zipped.tptrace.gz", Tp64.Gzip(File.ReadAllBytes(_folder["plain.tptrace"])));
        Assert.Equal([Read(1), Write(2)], ReadFrom(path));
    }

    [Fact]
    public void A_trace_is_known_by_its_first_bytes_whatever_its_name()
    {
        WriteTo(_folder["odd.bin"], [Read(1), Write(2)]);
        Assert.Equal([Read(1), Write(2)], ReadFrom(_folder["odd.bin"]));
    }
}
