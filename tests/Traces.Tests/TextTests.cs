using System.Text;
using static TierPolicy.Traces.Tests.Accesses;

namespace TierPolicy.Traces.Tests;

public sealed class TextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_line_is_a_key_and_numbers_are_pages() =>
        Assert.Equal([Read(7), Read(18446744073709551615), Read(7)], ReadFrom(Text("7\n18446744073709551615\r\n\n  7")));

    [Fact]
    public void Keys_that_are_no_numbers_are_pages_of_their_own_the_same_each_time()
    {
        TraceAccess[] accesses = ReadFrom(Text("user:1\nuser:2\nuser:1\n-1\n1e3\n18446744073709551616\n"));
        Assert.Equal(accesses[0], accesses[2]);
        Assert.Equal(5, accesses.Distinct().Count());
        Assert.All(accesses, access => Assert.InRange(access.Page, 1000UL, ulong.MaxValue >> 1));
    }

    [Fact]
    public void A_mark_of_the_byte_order_is_no_part_of_the_first_key() =>
        Assert.Equal([Read(5), Read(6)], ReadFrom(Text("\ufeff5\n6\n")));

    [Fact]
    public void Keys_with_blanks_are_read_where_the_format_is_told()
    {
        string path = Text("a b\na c\na b\n");
        Assert.Contains("several words a line", Assert.Throws<TraceFormatException>(() => ReadFrom(path)).Message, StringComparison.Ordinal);
        using TraceReader reader = TraceFile.Open(path, new TraceReadOptions { Format = TraceFormat.Text });
        Assert.Equal(2, reader.ReadAll().Distinct().Count());
    }

    [Fact]
    public void What_is_no_text_is_told_by_line_and_byte()
    {
        var e = Assert.Throws<TraceFormatException>(() => ReadFrom(Text("1\n2\n\0\n", new string('3', 5000))));
        Assert.EndsWith("keys.txt: byte 5005: expected a key in line 4, found bytes that are no text", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_without_an_end_is_refused() =>
        Assert.Contains("expected a key, found one without an end", Assert.Throws<TraceFormatException>(() => ReadFrom(Text(new string('k', 3_000_000)))).Message, StringComparison.Ordinal);

    [Fact]
    public void Lackeys_output_is_known_and_folded_to_pages()
    {
        string path = Text("==1== Lackey, a tool\nI  04001000,3\n L 00001000,8\n L 00001008,8\n S 00002000,8\n");
        Assert.Equal([Read(1), Write(2)], ReadFrom(path));
        using TraceReader reader = TraceFile.Open(path, new TraceReadOptions { PageSize = 64 });
        Assert.Equal((TraceFormat.Lackey, 64), (reader.Format, reader.PageSize));
        Assert.Equal([Read(64), Write(128)], reader.ReadAll());
    }

    [Theory]
    [InlineData("gz")]
    [InlineData("zst")]
    public void What_is_around_it_is_taken_off(string packer)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 3000).Select(i => $"{i}\n")));
        string path = _folder.Write($"keys.txt.{packer}", packer == "gz" ? Tp64.Gzip(bytes) : Zstd.Pack(bytes));
        using TraceReader reader = TraceFile.Open(path);
        Assert.Equal(Enumerable.Range(0, 3000).Select(i => Read((ulong)i)), reader.ReadAll());
        Assert.Equal(packer == "gz" ? TraceWrapping.Gzip : TraceWrapping.Zstd, reader.Wrapping);
    }

    [Fact]
    public void A_zstd_file_cut_short_anywhere_is_refused()
    {
        byte[] bytes = Zstd.Pack(Tp64.Bytes([.. Enumerable.Range(0, 60).Select(i => Read((ulong)(i * i * i)))]));
        for (int length = 4; length < bytes.Length; length++)
        {
            Assert.Throws<TraceFormatException>(() => ReadFrom(_folder.Write("cut.tp64.zst", bytes[..length])));
        }
    }

    private string Text(string text, string before = "") => _folder.Write("keys.txt", Encoding.UTF8.GetBytes(before.Length > 0 ? before + "\n" + text : text));
}
