using System.Buffers.Binary;
using System.IO.Hashing;

namespace TierPolicy.Traces;

/// <summary>
/// What stands before each block: how much it holds, how long it is packed and unpacked, and the checksum of
/// these numbers and of the packed bytes. A block can be skipped by its frame alone.
/// </summary>
/// <param name="Accesses">The accesses in the block; 0 for the end of a trace of version 2.</param>
/// <param name="UnpackedLength">The length of its columns.</param>
/// <param name="PackedLength">Their length as they stand in the file.</param>
/// <param name="Checksum">XXH3-64 of the three numbers and of the packed bytes; the seed is the place of the block's first access in the trace, so that blocks
/// that changed places are found. In version 1 the seed is 0.</param>
internal readonly record struct TraceBlockFrame(int Accesses, int UnpackedLength, int PackedLength, ulong Checksum)
{
    public const int Length = 20;

    /// <summary>The most accesses in a block. It bounds the memory that a malformed file can ask for.</summary>
    public const int MaxAccesses = 1 << 20;

    private const int UnpackedLengthAt = 4;
    private const int PackedLengthAt = 8;
    private const int ChecksumAt = 12;

    public static TraceBlockFrame Of(int accesses, int unpackedLength, ReadOnlySpan<byte> packed, long firstAccess)
    {
        var frame = new TraceBlockFrame(accesses, unpackedLength, packed.Length, 0);
        return frame with { Checksum = frame.ChecksumOf(packed, firstAccess) };
    }

    public bool Covers(ReadOnlySpan<byte> packed, long firstAccess) => ChecksumOf(packed, firstAccess) == Checksum;

    public void Write(Span<byte> bytes)
    {
        WriteNumbers(bytes);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[ChecksumAt..], Checksum);
    }

    /// <summary>Reads a frame.</summary>
    /// <param name="name">The file.</param>
    /// <param name="offset">Where in it the frame stands.</param>
    /// <param name="bytes">The frame.</param>
    /// <param name="mayEnd">Whether the end of the trace, which has no accesses, has a frame, too.</param>
    /// <exception cref="TraceFormatException">A number is one that it cannot be.</exception>
    public static TraceBlockFrame Parse(string name, long offset, ReadOnlySpan<byte> bytes, bool mayEnd)
    {
        int accesses = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        bool isEnd = accesses == 0 && mayEnd;
        if (!isEnd && accesses is <= 0 or > MaxAccesses)
        {
            throw new TraceFormatException(name, offset, $"expected a block of 1 to {MaxAccesses} accesses, found {(uint)accesses}");
        }

        int unpackedLength = BinaryPrimitives.ReadInt32LittleEndian(bytes[UnpackedLengthAt..]);
        int longest = isEnd ? TraceEnd.MaxLength : TraceBlockCodec.MaxLength(accesses);
        if (unpackedLength <= 0 || unpackedLength > longest)
        {
            throw new TraceFormatException(
                name, offset + UnpackedLengthAt, $"expected an unpacked length of 1 to {longest} bytes, found {(uint)unpackedLength}");
        }

        int packedLength = BinaryPrimitives.ReadInt32LittleEndian(bytes[PackedLengthAt..]);
        int longestPacked = isEnd ? unpackedLength : TraceBlockCodec.MaxPackedLength(unpackedLength);
        if (packedLength <= 0 || packedLength > longestPacked)
        {
            throw new TraceFormatException(
                name, offset + PackedLengthAt, $"expected a packed length of 1 to {longestPacked} bytes, found {(uint)packedLength}");
        }

        return new TraceBlockFrame(
            accesses, unpackedLength, packedLength, BinaryPrimitives.ReadUInt64LittleEndian(bytes[ChecksumAt..]));
    }

    private ulong ChecksumOf(ReadOnlySpan<byte> packed, long firstAccess)
    {
        Span<byte> numbers = stackalloc byte[ChecksumAt];
        WriteNumbers(numbers);
        var hash = new XxHash3(firstAccess);
        hash.Append(numbers);
        hash.Append(packed);
        return hash.GetCurrentHashAsUInt64();
    }

    private void WriteNumbers(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Accesses);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[UnpackedLengthAt..], UnpackedLength);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[PackedLengthAt..], PackedLength);
    }
}
