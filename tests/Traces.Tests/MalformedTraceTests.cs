using System.Buffers.Binary;
using System.IO.Hashing;
using CsCheck;
using static TierPolicy.Traces.Tests.Accesses;

namespace TierPolicy.Traces.Tests;

public sealed class MalformedTraceTests : IDisposable
{
    private const int FirstFrame = TraceHeader.Length;
    private const int SecondFrame = FirstFrame + TraceBlockFrame.Length;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_file_is_said_to_be_missing() =>
        Refuses(_folder["none.tptrace"], null, "expected a trace file, found none of this name");

    [Fact]
    public void A_file_in_a_missing_folder_is_said_to_be_missing() =>
        Refuses(Path.Combine(_folder["none"], "none.tptrace"), null, "expected a trace file, found none of this name");

    [Fact]
    public void A_folder_is_refused() =>
        Refuses(Path.GetDirectoryName(_folder["x"])!, null, "expected a trace file, found a folder");

    [Theory]
    [InlineData("empty.tptrace")]
    [InlineData("empty.tp64")]
    [InlineData("empty")]
    public void An_empty_file_is_refused(string name) =>
        Refuses(_folder.Write(name), 0, "expected a trace, found nothing");

    [Fact]
    public void A_gzipped_nothing_is_refused() =>
        Refuses(_folder.Write("empty.tp64.gz", Tp64.Gzip([])), 0, "expected a trace, found nothing");

    [Fact]
    public void Prose_is_refused() =>
        Refuses(_folder.Write("readme.md", "# Not a trace\r\n\tat all, but 40 bytes long"u8), 0, "found text with several words a line");

    [Fact]
    public void A_tp64_size_that_is_no_multiple_of_8_is_refused() =>
        Refuses(_folder.Write("torn.tp64", [.. Tp64.Bytes(Read(1), Read(2)), 1, 2, 3]), 16, "expected a tp64 record of 8 bytes, found 3");

    [Fact]
    public void A_gzipped_tp64_size_that_is_no_multiple_of_8_is_refused() =>
        Refuses(_folder.Write("torn.tp64.gz", Tp64.Gzip([.. Tp64.Bytes(Read(1), Read(2)), 1, 2, 3])), 16, "expected a tp64 record of 8 bytes, found 3");

    [Fact]
    public void A_gzipped_file_cut_short_anywhere_is_refused()
    {
        byte[] bytes = Tp64.Gzip(Tp64.Bytes([.. Enumerable.Range(0, 60).Select(i => Read((ulong)(i * i * i)))]));
        for (int length = 2; length < bytes.Length; length++)
        {
            Refuses(_folder.Write("cut.tp64.gz", bytes[..length]));
        }
    }

    [Fact]
    public void Anything_after_gzipped_data_is_refused() =>
        Refuses(_folder.Write("tail.tp64.gz", [.. Tp64.Gzip(Tp64.Bytes(Read(1), Read(2))), 1, 2, 3, 4, 5, 6, 7, 8]), because: "expected more gzipped data or its end");

    [Fact]
    public void A_corrupt_gzipped_file_is_refused()
    {
        byte[] bytes = Tp64.Gzip(Tp64.Bytes([.. Enumerable.Range(0, 5000).Select(i => Read((ulong)(i * i)))]));
        bytes[bytes.Length / 2] ^= 0x10;
        Refuses(_folder.Write("corrupt.tp64.gz", bytes), because: "expected more gzipped data or its end");
    }

    [Fact]
    public void A_wrong_magic_is_refused() =>
        Refuses(_folder.Write("wrong.tptrace", Tp64.Bytes(Read(1), Read(2))), 0, "expected a .tptrace file, which starts with 'TPTRACE'");

    [Fact]
    public void Another_version_is_refused() =>
        Refuses(Changed(h => h[8] = 3), 8, "expected format version 1 or 2, found 3");

    [Fact]
    public void An_unknown_column_is_refused() =>
        Refuses(Changed(h => h[12] |= 0x14), 12, "found the unknown column bits 0x14");

    [Fact]
    public void A_trace_without_pages_is_refused() =>
        Refuses(Changed(h => h[12] = 2), 12, "expected the column Page");

    [Fact]
    public void Unknown_flags_are_refused() =>
        Refuses(Changed(h => h[10] = 1), 10, "expected no flags, found 0x1");

    [Theory]
    [InlineData(23, "expected counts")]
    [InlineData(24, "expected counts")]
    [InlineData(39, "expected counts")]
    public void Counts_that_cannot_be_are_refused(int at, string because) =>
        Refuses(Changed(h => h[at] = 0xff), 16, because);

    [Fact]
    public void A_corrupt_header_is_refused() =>
        Refuses(Changed(h => h[17] ^= 1, fixChecksum: false), 40, "expected the checksum of the header");

    [Fact]
    public void Fewer_accesses_than_the_header_says_are_refused() =>
        Refuses(Changed(h => h[16]++), because: "expected a block of the 1 accesses that are left, found the end of the file");

    [Fact]
    public void More_accesses_than_the_header_says_are_refused() =>
        Refuses(Changed(h => h[16]--), FirstFrame, "expected a block of at most the 9 accesses that are left, found 10");

    [Fact]
    public void More_bytes_than_the_header_says_are_refused()
    {
        byte[] bytes = [.. Sound(), 0];
        Refuses(_folder.Write("more.tptrace", bytes), bytes.Length - 1, "expected the end of the file after all 10 accesses, found more");
    }

    [Theory]
    [InlineData(0, "accesses")]
    [InlineData(4, "unpacked length")]
    [InlineData(8, "packed length")]
    public void A_block_larger_than_any_is_refused_before_memory_is_taken_for_it(int at, string because)
    {
        byte[] bytes = Sound();
        bytes.AsSpan(FirstFrame + at, 4).Fill(0x7f);
        Refuses(_folder.Write("large.tptrace", bytes), FirstFrame + at, because);
    }

    [Fact]
    public void A_corrupt_block_is_refused()
    {
        byte[] bytes = Sound();
        bytes[SecondFrame + 2] ^= 0x40;
        Refuses(_folder.Write("corrupt.tptrace", bytes), FirstFrame, "expected a block with the checksum that its frame says");
    }

    [Fact]
    public void A_block_with_a_sound_checksum_over_nonsense_is_refused()
    {
        byte[] bytes = Sound();
        Span<byte> packed = bytes.AsSpan(SecondFrame);
        packed.Fill(0xa5);
        TraceBlockFrame.Of(10, 12, packed, 0).Write(bytes.AsSpan(FirstFrame));
        Refuses(_folder.Write("nonsense.tptrace", bytes), FirstFrame, "expected a block that unpacks to 12 bytes and 10 accesses");
    }

    [Theory]
    [InlineData(9, 0x00)]
    [InlineData(11, 0x00)]
    [InlineData(12, 0x80)]
    public void A_block_whose_columns_do_not_fill_it_is_refused(int columnLength, byte content)
    {
        var columns = new byte[columnLength];
        columns.AsSpan().Fill(content);
        var packed = new byte[TraceBlockCodec.MaxPackedLength(columnLength)];
        int packedLength = TraceBlockCodec.Pack(columns, packed, 5);
        var frame = new byte[TraceBlockFrame.Length];
        TraceBlockFrame.Of(10, columnLength, packed.AsSpan(0, packedLength), 0).Write(frame);
        byte[] bytes = [.. Sound().AsSpan(0, FirstFrame), .. frame, .. packed.AsSpan(0, packedLength)];
        Refuses(_folder.Write("columns.tptrace", bytes), FirstFrame, "expected a block that unpacks to");
    }

    [Fact]
    public void A_trace_cut_short_anywhere_is_refused()
    {
        byte[] bytes = Sound();
        for (int length = 0; length < bytes.Length; length++)
        {
            Refuses(_folder.Write("cut.tptrace", bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void A_trace_with_any_byte_changed_is_refused()
    {
        byte[] sound = Sound();
        Gen.Select(Gen.Int[0, sound.Length - 1], Gen.Byte[1, 255]).Sample(
            (at, change) =>
            {
                byte[] bytes = [.. sound];
                bytes[at] ^= change;
                Refuses(_folder.Write("changed.tptrace", bytes));
            },
            iter: 500,
            threads: 1);
    }

    /// <summary>The bytes of a trace with ten accesses in one block.</summary>
    private static byte[] Sound() => Version1.Bytes([.. Enumerable.Range(0, 10).Select(i => new TraceAccess((ulong)(i * 3 % 7), i % 2 == 0))]);

    private string Changed(Action<byte[]> change, bool fixChecksum = true)
    {
        byte[] bytes = Sound();
        change(bytes);
        if (fixChecksum)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(40), XxHash3.HashToUInt64(bytes.AsSpan(0, 40)));
        }

        return _folder.Write("changed.tptrace", bytes);
    }

    private static void Refuses(string path, long? offset, string because)
    {
        TraceFormatException e = Refuses(path, because);
        Assert.Equal(offset, e.Offset);
        Assert.Contains(offset is null ? because : $"byte {offset}: ", e.Message, StringComparison.Ordinal);
    }

    private static TraceFormatException Refuses(string path, string because = "expected")
    {
        var e = Assert.Throws<TraceFormatException>(() => ReadFrom(path));
        Assert.Equal(path, e.Name);
        Assert.StartsWith($"{path}: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(because, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
        return e;
    }
}
