using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace TierPolicy.Traces;

/// <summary>
/// Unzips a file, and fails with <see cref="InvalidDataException"/> at its end unless that is the end of a gzip
/// member. The framework's <see cref="GZipStream"/> takes a file that was cut short for one that ends there.
/// </summary>
internal sealed class CheckedGzipStream(FileStream file) : ReadOnlyStream
{
    private const int HeaderLength = 10;
    private const int TrailerLength = 8;

    private readonly GZipStream _unzipped = new(file, CompressionMode.Decompress);
    private readonly Crc32 _checksum = new();
    private long _length;
    private bool _ended;

    public override int Read(Span<byte> buffer)
    {
        if (_ended || buffer.IsEmpty)
        {
            return 0;
        }

        int read = _unzipped.Read(buffer);
        _checksum.Append(buffer[..read]);
        _length += read;
        if (read == 0)
        {
            _ended = true;
            CheckEnd();
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unzipped.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>
    /// A gzip member ends in the checksum and the length of what it held. Mostly there is one member; when
    /// several files were joined, the last is checked by unzipping once more.
    /// </summary>
    private void CheckEnd()
    {
        if (file.Length < HeaderLength + TrailerLength)
        {
            throw CutShort();
        }

        Span<byte> trailer = stackalloc byte[TrailerLength];
        file.Position = file.Length - TrailerLength;
        file.ReadExactly(trailer);
        uint checksum = BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]);

        bool isWhole = length == (uint)_length && checksum == _checksum.GetCurrentHashAsUInt32();
        bool isLastOfSeveral = length > 0 && length < _length;
        if (!isWhole && !(isLastOfSeveral && ChecksumOfLast(length) == checksum))
        {
            throw CutShort();
        }
    }

    private uint ChecksumOfLast(uint length)
    {
        file.Position = 0;
        using var again = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
        var checksum = new Crc32();
        var buffer = new byte[1 << 16];
        long skip = _length - length;
        int read;
        while ((read = again.Read(buffer)) > 0)
        {
            int skipped = (int)Math.Min(skip, read);
            checksum.Append(buffer.AsSpan(skipped, read - skipped));
            skip -= skipped;
        }

        return checksum.GetCurrentHashAsUInt32();
    }

    private static InvalidDataException CutShort() => new("The gzipped file does not end where a gzip member does.");
}
