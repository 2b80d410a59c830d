using CsCheck;
using Xunit.Abstractions;
using static TierPolicy.Traces.Tests.Accesses;

namespace TierPolicy.Traces.Tests;

public sealed class Tp64Tests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.tp64", false)]
    [InlineData("a.tp64.gz", true)]
    [InlineData("a", false)]
    [InlineData("a", true)]
    public void Any_tp64_is_read_under_any_name_gzipped_or_not(string name, bool isGzipped) =>
        Any.Where(accesses => accesses.Length > 0).Sample(
            accesses =>
            {
                accesses = [.. accesses.Select(a => a with { Page = a.Page & (ulong.MaxValue >> 1) })];
                byte[] bytes = Tp64.Bytes(accesses);
                string path = _folder.Write(name, isGzipped ? Tp64.Gzip(bytes) : bytes);
                Assert.Equal(accesses, ReadFrom(path));
                Assert.Equal(Summarize(accesses), TraceFile.Summarize(path));
            },
            iter: 50,
            threads: 1);

    [Fact]
    public void Gzipped_traces_that_were_joined_are_read_one_after_the_other()
    {
        byte[] first = Tp64.Gzip(Tp64.Bytes(Read(1), Write(2)));
        byte[] second = Tp64.Gzip(Tp64.Bytes(Read(3)));
        string path = _folder.Write("joined.tp64.gz", [.. first, .. second]);
        Assert.Equal([Read(1), Write(2), Read(3)], ReadFrom(path));
    }

    [Fact]
    public void A_tp64_file_whose_bytes_are_all_printable_is_read_if_named_tp64()
    {
        string path = _folder.Write("letters.tp64", "abcdefgh"u8);
        Assert.Equal([Read(0x6867666564636261)], ReadFrom(path));
    }

    [Theory]
    [InlineData("lirs_loop", 505_500, 1_011, 0)]
    [InlineData("lirs_cs", 6_781, 1_409, 0)]
    [InlineData("addr_gcc_4k", 515_683, 294, 197_486)]
    [InlineData("arc_oltp", 914_145, 186_880, 0)]
    [InlineData("mqsim_tpcc_4k", 20_669, 20_470, 7_995)]
    public void A_real_trace_has_the_counts_that_its_publisher_tells(string name, long accesses, long pages, long writes)
    {
        if (SharedTraces.Find($"{name}.tp64.gz", output) is { } path)
        {
            Assert.Equal(new TraceSummary(accesses, pages, writes), TraceFile.Summarize(path));
        }
    }

    [Fact]
    public void A_real_trace_is_the_same_after_conversion()
    {
        if (SharedTraces.Find("addr_gcc_4k.tp64.gz", output) is { } path)
        {
            TraceAccess[] accesses = ReadFrom(path);
            WriteTo(_folder["gcc.tptrace"], accesses);
            Assert.Equal(accesses, ReadFrom(_folder["gcc.tptrace"]));
        }
    }
}
