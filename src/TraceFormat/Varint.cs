using System.Runtime.CompilerServices;

namespace TierPolicy.Traces;

/// <summary>
/// Numbers in groups of seven bits, low ones first, bit 7 set in all bytes but the last (LEB128); signed ones as
/// zigzag: 0, -1, 1, -2 … become 0, 1, 2, 3 ….
/// </summary>
internal static class Varint
{
    public const int MaxLength = 10;

    public static ulong Zigzag(long number) => unchecked((ulong)((number << 1) ^ (number >> 63)));

    public static long Unzigzag(ulong number) => unchecked((long)((number >> 1) ^ (0 - (number & 1))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Write(ulong number, Span<byte> bytes, int at)
    {
        while (number >= 0x80)
        {
            bytes[at++] = (byte)(number | 0x80);
            number >>= 7;
        }

        bytes[at++] = (byte)number;
        return at;
    }

    /// <summary>Reads a number, and returns false where none is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> bytes, ref int at, out ulong number)
    {
        number = 0;
        for (int shift = 0; shift < 7 * MaxLength && at < bytes.Length; shift += 7)
        {
            byte next = bytes[at++];
            number |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return true;
            }
        }

        return false;
    }
}
