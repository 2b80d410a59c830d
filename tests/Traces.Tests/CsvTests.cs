using System.Text;
using CsCheck;
using static TierPolicy.Traces.Tests.Accesses;

namespace TierPolicy.Traces.Tests;

public sealed class CsvTests : IDisposable
{
    private static readonly string[] Beginnings = ["key,time", "offset,size,op", "page,kind,domain,tag", "128166372003061629,hm,1,Read,1,1,1"];
    private static readonly string[] Pieces = [",", "\"", "\n", "1", "99999999999", "r", "-", "é", "\0", "anon", "x"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Columns_are_found_by_their_names_in_any_order_and_others_are_passed_over() =>
        Assert.Equal(
            [
                new TraceAccess(7, true) { Kind = TracePageKind.Anon, Domain = 2, Tag = 9, Size = 100, Time = 0 },
                new TraceAccess(8, false) { Kind = TracePageKind.File, Size = 4096, Time = 1_500_000_000 },
            ],
            Reads("Tag,note,time,SIZE,key,op,kind,domain\n9,\"a, b\",10,100,7,W,anon,2\n0,,11.5,4096,8,get,file,0\n"));

    [Fact]
    public void A_trace_tells_only_the_columns_that_are_there()
    {
        using TraceReader reader = TraceFile.Open(Csv("key,op\n1,r\n"));
        Assert.Equal(TraceColumns.Page | TraceColumns.Write, reader.Columns);
        using TraceReader plain = TraceFile.Open(Csv("time,key\n1,1\n"));
        Assert.Equal(TraceColumns.Page | TraceColumns.Time, plain.Columns);
    }

    [Fact]
    public void Columns_of_other_names_are_named()
    {
        var options = new TraceReadOptions { Csv = new CsvTraceColumns { Page = "what", Time = "when", TimeUnit = 1000 } };
        Assert.Equal([Read(5), Read(6) with { Time = 3000 }], Reads("key,what,when\n1,5,100\n2,6,103\n", options));
    }

    [Fact]
    public void A_column_that_was_named_must_be_there() =>
        Refuses("key,op\n1,r\n", "line 1: expected a column 'what', found 'key', 'op'", new TraceReadOptions { Csv = new CsvTraceColumns { Page = "what" } });

    [Fact]
    public void Some_column_must_say_which_page() =>
        Refuses("a,op\n1,r\n", "line 1: expected a column that says which page, such as 'page', 'key' or 'offset', found 'a', 'op'; '--column page=NAME' names it");

    [Fact]
    public void Keys_that_are_no_numbers_are_the_same_as_in_a_text()
    {
        string text = _folder.Write("keys.txt", "user:1\nuser:2\n"u8);
        Assert.Equal(ReadFrom(text), Reads("key,x\nuser:1,\nuser:2,\n"));
    }

    [Fact]
    public void Bytes_at_an_offset_are_an_access_to_each_page_they_lie_on() =>
        Assert.Equal([Write(1), Read(0), Read(1), Read(2), Read(256)], Reads("offset,size,op\n4096,4096,w\n4095,4098,r\n0x100000,1,r\n"));

    [Fact]
    public void Where_sizes_do_not_count_bytes_at_an_offset_are_one_access() =>
        Assert.Equal([Read(0), Read(1)], Reads("offset,size\n4095,4098\n4096,0\n", new TraceReadOptions { IgnoreSize = true }));

    [Fact]
    public void Msr_rows_are_known_and_times_begin_with_the_first()
    {
        string path = Csv("128166372003061629,hm,1,Read,383496192,32768,413\n128166372016382155,hm,1,Write,8192,4096,51\n");
        using TraceReader reader = TraceFile.Open(path);
        Assert.Equal(TraceFormat.Msr, reader.Format);
        TraceAccess[] accesses = [.. reader.ReadAll()];
        Assert.Equal(Enumerable.Range(93627, 8).Select(page => Read((ulong)page)), accesses[..8]);
        Assert.Equal([Write(2) with { Time = 1_332_052_600 }], accesses[8..]);
    }

    [Theory]
    [InlineData("key,size\n1,4096\n2,0\n", "line 3: expected an object of 1 to 4096 bytes (a page), found one of 0")]
    [InlineData("key,size\n1,4097\n", "line 2: expected an object of 1 to 4096 bytes (a page), found one of 4097")]
    [InlineData("offset,size\n1,0\n", "line 2: expected an access of 1 byte or more, found one of 0")]
    [InlineData("offset,size\nx,1\n", "line 2: expected an offset in bytes in column 1, found 'x'")]
    [InlineData("offset,size\n18446744073709551615,2\n", "line 2: expected an offset that has its bytes before 2^64 in column 1")]
    [InlineData("key,size\n1,4294967296\n", "line 2: expected bytes in column 2, found '4294967296'")]
    [InlineData("key,op\n1,x\n", "line 2: expected a read (r, read, get, 0) or a write (w, write, set, put, update, 1) in column 2, found 'x'")]
    [InlineData("key,kind\n1,swap\n", "line 2: expected 'anon' or 'file' in column 2, found 'swap'")]
    [InlineData("key,domain\n1,256\n", "line 2: expected a domain's number in column 2, found '256'")]
    [InlineData("key,time\n1,5\n2,5\n3,4\n", "line 4: expected a time that does not go back, found one 1000000000 ns before")]
    [InlineData("key,time\n1,-1\n", "line 2: expected a time, of 292 years at most in column 2, found '-1'")]
    [InlineData("key,time\n1,1e28\n", "line 2: expected a time, of 292 years at most in column 2")]
    [InlineData("key,time\n1,0\n2,9223372037\n", "line 3: expected a time of at most 292 years after the first")]
    [InlineData("key,time\n1,5\n2\n", "line 3: expected 2 values, found 1")]
    [InlineData("key,time\n1,5\n2,\"6\n", "line 3: expected")]
    public void What_cannot_be_is_told_by_line(string text, string because) => Refuses(text, because);

    [Fact]
    public void A_row_that_is_longer_than_any_is_refused() =>
        Refuses("key,time\n" + new string('1', 3_000_000), "byte 0: expected a CSV with a row of names first, and rows of less than 64 KiB");

    [Fact]
    public void Any_text_is_read_or_refused_in_one_line() =>
        Gen.Select(Gen.Int[0, 3].Select(i => Beginnings[i]), Gen.Int[0, 10].Select(i => Pieces[i]).Array[0, 40])
            .Sample(
                (first, parts) =>
                {
                    string path = Csv($"{first}\n{string.Concat(parts)}");
                    try
                    {
                        Assert.InRange(TakeSome(path), 0, 1000);
                    }
                    catch (TraceFormatException e)
                    {
                        Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
                        Assert.DoesNotContain('\n', e.Message);
                    }
                },
                iter: 2000,
                threads: 1);

    private static int TakeSome(string path)
    {
        using TraceReader reader = TraceFile.Open(path);
        return reader.ReadAll().Take(1000).Count();
    }

    private TraceAccess[] Reads(string text, TraceReadOptions? options = null)
    {
        using TraceReader reader = TraceFile.Open(Csv(text), options);
        return [.. reader.ReadAll()];
    }

    private void Refuses(string text, string because, TraceReadOptions? options = null)
    {
        var e = Assert.Throws<TraceFormatException>(() => Reads(text, options));
        Assert.Contains($"a.csv: {because}", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    private string Csv(string text) => _folder.Write("a.csv", Encoding.UTF8.GetBytes(text));
}
