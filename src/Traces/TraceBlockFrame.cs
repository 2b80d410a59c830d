using System.Buffers.Binary;
using System.IO.Hashing;

namespace TierPolicy.Traces;

/// <summary>
/// What stands before each block: how much it holds, how long it is packed and unpacked, and the checksum of
/// these numbers and of the packed bytes. A block can be skipped by its frame alone.
/// </summary>
internal readonly record struct TraceBlockFrame(int Accesses, int UnpackedLength, int PackedLength, ulong Checksum)
{
    public const int Length = 20;

    /// <summary>The most accesses in a block. It bounds the memory that a malformed file can ask for.</summary>
    public const int MaxAccesses = 1 << 20;

    private const int UnpackedLengthAt = 4;
    private const int PackedLengthAt = 8;
    private const int ChecksumAt = 12;

    public static TraceBlockFrame Of(int accesses, int unpackedLength, ReadOnlySpan<byte> packed)
    {
        var frame = new TraceBlockFrame(accesses, unpackedLength, packed.Length, 0);
        return frame with { Checksum = frame.ChecksumOf(packed) };
    }

    public bool Covers(ReadOnlySpan<byte> packed) => ChecksumOf(packed) == Checksum;

    public void Write(Span<byte> bytes)
    {
        WriteNumbers(bytes);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[ChecksumAt..], Checksum);
    }

    public static TraceBlockFrame Parse(string name, long offset, ReadOnlySpan<byte> bytes)
    {
        int accesses = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (accesses is <= 0 or > MaxAccesses)
        {
            throw new TraceFormatException(name, offset, $"expected a block of 1 to {MaxAccesses} accesses, found {(uint)accesses}");
        }

        int unpackedLength = BinaryPrimitives.ReadInt32LittleEndian(bytes[UnpackedLengthAt..]);
        int longest = TraceBlockCodec.MaxLength(accesses);
        if (unpackedLength <= 0 || unpackedLength > longest)
        {
            throw new TraceFormatException(
                name, offset + UnpackedLengthAt, $"expected an unpacked length of 1 to {longest} bytes, found {(uint)unpackedLength}");
        }

        int packedLength = BinaryPrimitives.ReadInt32LittleEndian(bytes[PackedLengthAt..]);
        int longestPacked = TraceBlockCodec.MaxPackedLength(unpackedLength);
        if (packedLength <= 0 || packedLength > longestPacked)
        {
            throw new TraceFormatException(
                name, offset + PackedLengthAt, $"expected a packed length of 1 to {longestPacked} bytes, found {(uint)packedLength}");
        }

        return new TraceBlockFrame(
            accesses, unpackedLength, packedLength, BinaryPrimitives.ReadUInt64LittleEndian(bytes[ChecksumAt..]));
    }

    private ulong ChecksumOf(ReadOnlySpan<byte> packed)
    {
        Span<byte> numbers = stackalloc byte[ChecksumAt];
        WriteNumbers(numbers);
        var hash = new XxHash3();
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
