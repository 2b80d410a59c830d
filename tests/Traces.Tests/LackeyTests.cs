using System.Text;
using static TierPolicy.Traces.Tests.Accesses;

namespace TierPolicy.Traces.Tests;

public sealed class LackeyTests
{
    private static readonly LackeyOptions AsIs = new() { FoldWindow = 0, CompactRegions = false };

    [Fact]
    public void Loads_are_reads_and_stores_and_modifications_are_writes() =>
        Assert.Equal([Read(0x1fff0), Write(0x1ffef), Write(1)], Reads(" L 1fff0628,8\n S 1ffeffff,16\n M 00001000,4\n", AsIs));

    [Fact]
    public void Instruction_fetches_are_left_out() =>
        Assert.Equal([Read(2)], Reads("I  04001000,3\n L 00002000,8\nI  04001003,5\n", AsIs));

    [Fact]
    public void Instruction_fetches_are_reads_when_asked_for() =>
        Assert.Equal([Read(0x4001), Read(2)], Reads("I  04001000,3\n L 00002000,8\n", AsIs with { InstructionFetches = true }));

    [Fact]
    public void Addresses_may_take_all_of_64_bits() =>
        Assert.Equal([Read(0xffff_ffff_ffff_f)], Reads(" L ffffffffffffffff,1\n", AsIs));

    [Fact]
    public void Messages_of_valgrind_are_passed_over() =>
        Assert.Equal(
            [Read(1)],
            Reads("==12== Command: sqlite3\n==12== \n--12-- note\n**12** said\n\n L 00001000,8\n==12== Exit code:       0\n", AsIs));

    [Fact]
    public void Lines_are_read_whole_however_the_stream_is_cut()
    {
        string text = string.Concat(Enumerable.Range(0, 1000).Select(i => $"==1== note\nI  04001000,3\n L {i:x8}000,8\n"));
        TraceAccess[] expected = [.. Enumerable.Range(0, 1000).Select(i => Read((ulong)i))];
        for (int piece = 1; piece < 40; piece++)
        {
            Assert.Equal(expected, Reads(new Trickle(Encoding.ASCII.GetBytes(text), piece), AsIs));
        }
    }

    [Fact]
    public void Lines_are_read_whole_where_the_buffer_ends()
    {
        string text = string.Concat(Enumerable.Range(0, 300_000).Select(i => $" L {i:x}000,8\n"));
        Assert.Equal(Enumerable.Range(0, 300_000).Select(i => Read((ulong)i)), Reads(text, AsIs));
    }

    [Fact]
    public void Lines_and_accesses_and_programs_are_counted()
    {
        var reader = ReaderOf("==1== Lackey, a tool\n L 00001000,8\n L 00001008,8\nI  04001000,3\n==2== Lackey, a tool\n", null);
        while (reader.Read(new TraceAccess[16]) > 0)
        {
        }

        Assert.Equal((5, 2, 2), (reader.Lines, reader.AccessesBeforeFolding, reader.Programs));
    }

    [Theory]
    [InlineData("hello\n")]
    [InlineData(" L \n")]
    [InlineData(" L 1000\n")]
    [InlineData(" L 1000 ,8\n")]
    [InlineData(" L ,8\n")]
    [InlineData(" L 10000000000000000,8\n")]
    [InlineData(" L 100g,8\n")]
    [InlineData("   1000,8\n")]
    [InlineData(" X 1000,8\n")]
    public void A_line_that_is_not_lackeys_is_refused(string line)
    {
        var e = Assert.Throws<TraceFormatException>(() => Reads(" L 1000,8\n" + line, AsIs));
        Assert.Equal("the test: byte 10: expected a line of lackey's output such as ' L 1ffefff8,8' in line 2", e.Message);
        Assert.Equal(10, e.Offset);
    }

    [Fact]
    public void A_last_line_cut_short_is_refused()
    {
        var e = Assert.Throws<TraceFormatException>(() => Reads(" L 1000,8\n L 20", AsIs));
        Assert.Equal("the test: byte 15: expected the rest of line 2, found the end of the input", e.Message);
    }

    [Fact]
    public void A_line_without_end_is_refused()
    {
        var e = Assert.Throws<TraceFormatException>(() => Reads(new string('=', 3_000_000), AsIs));
        Assert.Contains("expected a line of lackey's output, found one without an end", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_repeat_within_the_window_is_folded() =>
        Assert.Equal([Read(1), Read(2), Read(3), Read(1)], Folds(2, Read(1), Read(1), Read(2), Read(1), Read(3), Read(1)));

    [Fact]
    public void A_page_in_steady_use_comes_back_once_a_window() =>
        Assert.Equal(
            [Read(1), Read(2), Read(3), Read(1), Read(4), Read(5), Read(1)],
            Folds(2, Read(1), Read(2), Read(1), Read(3), Read(1), Read(4), Read(1), Read(5), Read(1)));

    [Fact]
    public void A_write_is_kept_where_the_window_has_seen_reads_only() =>
        Assert.Equal([Read(1), Write(1), Read(2)], Folds(4, Read(1), Write(1), Read(1), Read(2), Write(1), Read(2)));

    [Fact]
    public void A_read_is_folded_into_a_write() =>
        Assert.Equal([Write(1)], Folds(4, Write(1), Read(1), Write(1)));

    [Fact]
    public void Page_zero_is_not_folded_when_it_first_comes() =>
        Assert.Equal([Read(0)], Folds(4, Read(0), Read(0)));

    [Fact]
    public void Without_a_window_nothing_is_folded() =>
        Assert.Equal([Read(1), Read(1), Read(1)], Folds(0, Read(1), Read(1), Read(1)));

    [Fact]
    public void Folding_leaves_the_first_access_to_each_page_and_its_dirtiness_as_they_were()
    {
        var random = new Random(1);
        TraceAccess[] accesses = [.. Enumerable.Range(0, 20_000).Select(_ => new TraceAccess((ulong)random.Next(200), random.Next(4) == 0))];
        TraceAccess[] folded = Folds(16, accesses);
        Assert.True(folded.Length < accesses.Length);
        Assert.Equal(accesses.DistinctBy(a => a.Page), folded.DistinctBy(a => a.Page));
        Assert.Equal(
            accesses.Where(a => a.IsWrite).Select(a => a.Page).Distinct().Order(),
            folded.Where(a => a.IsWrite).Select(a => a.Page).Distinct().Order());
    }

    [Fact]
    public void Regions_are_numbered_as_they_come_and_pages_keep_their_places_in_them() =>
        Assert.Equal(
            [Read(0x3ff8), Read(0x4000), Read(0x3ff9), Read(0x8001)],
            Reads(" L 1ffeffff8000,8\n L 04000000,8\n L 1ffeffff9000,8\n L 00001000,8\n", new LackeyOptions()));

    [Fact]
    public void Programs_that_follow_each_other_have_pages_of_their_own()
    {
        const string text = "==1== Lackey, a tool\n L 00001000,8\n==2== Lackey, a tool\n L 00001000,8\n";
        Assert.Equal([Read(1), Read(0x4001)], Reads(text, new LackeyOptions()));
        Assert.Equal([Read(1), Read((1UL << 52) + 1)], Reads(text, AsIs));
    }

    [Fact]
    public void Packing_gives_a_trace_of_what_was_read()
    {
        using var folder = new TemporaryFolder();
        LackeyPackResult result = LackeyPacker.Pack(
            StreamOf("==1== Lackey, a tool\nI  04001000,3\n L 00001000,8\n L 00001008,8\n S 00002000,8\n"), folder["a.tptrace"]);
        Assert.Equal(new LackeyPackResult(5, 3, 1, new TraceSummary(2, 2, 1)), result);
        Assert.Equal([Read(1), Write(2)], ReadFrom(folder["a.tptrace"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("==1== Lackey, a tool\n==1== Exit code: 0\n")]
    [InlineData(" L 1000,8\nrubbish\n")]
    [InlineData(" L 1000,8\n L 10")]
    public void Packing_what_is_malformed_leaves_no_file(string text)
    {
        using var folder = new TemporaryFolder();
        var e = Assert.Throws<TraceFormatException>(() => LackeyPacker.Pack(StreamOf(text), folder["a.tptrace"]));
        Assert.StartsWith("lackey output: ", e.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Files);
    }

    [Fact]
    public void Ten_million_lines_take_less_than_a_few_seconds()
    {
        // The aim is one second; the bound leaves room for a busy machine.
        byte[] lines = Encoding.ASCII.GetBytes(
            string.Concat(Enumerable.Range(0, 10_000).Select(i => $"I  04{i:x6},3\nI  04{i:x6},5\n L {0x1f000 + (i * 37 % 400):x}628,8\n")));
        var stream = new Repeated(lines, 334);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var reader = new LackeyReader(stream, "the test");
        var buffer = new TraceAccess[4096];
        while (reader.Read(buffer) > 0)
        {
        }

        Assert.Equal(10_020_000, reader.Lines);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
    }

    private static TraceAccess[] Folds(int window, params TraceAccess[] accesses) =>
        Reads(
            string.Concat(accesses.Select(a => $" {(a.IsWrite ? 'S' : 'L')} {a.Page:x}000,8\n")),
            AsIs with { FoldWindow = window });

    private static TraceAccess[] Reads(string text, LackeyOptions options) => Reads(StreamOf(text), options);

    private static TraceAccess[] Reads(Stream stream, LackeyOptions options)
    {
        var reader = new LackeyReader(stream, "the test", options);
        var read = new List<TraceAccess>();
        var buffer = new TraceAccess[5];
        int count;
        while ((count = reader.Read(buffer)) > 0)
        {
            read.AddRange(buffer[..count]);
        }

        return [.. read];
    }

    private static LackeyReader ReaderOf(string text, LackeyOptions? options) => new(StreamOf(text), "the test", options);

    private static MemoryStream StreamOf(string text) => new(Encoding.ASCII.GetBytes(text));

    /// <summary>Gives a few bytes at a time, as a pipe may.</summary>
    private sealed class Trickle(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(piece, buffer.Length)]);
    }

    /// <summary>Gives the same bytes again and again.</summary>
    private sealed class Repeated(byte[] bytes, int times) : MemoryStream(bytes)
    {
        private int _left = times - 1;

        public override int Read(Span<byte> buffer)
        {
            int read = base.Read(buffer);
            if (read == 0 && _left-- > 0)
            {
                Position = 0;
                read = base.Read(buffer);
            }

            return read;
        }
    }
}
