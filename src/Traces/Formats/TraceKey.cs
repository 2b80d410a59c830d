using System.Buffers.Text;
using System.IO.Hashing;
using System.Text;

namespace TierPolicy.Traces;

/// <summary>
/// The page that a key stands for: its number, where it is one, and else the low 63 bits of XXH3-64 of its UTF-8. Two of a million keys that are hashed meet once in twenty million traces.
/// </summary>
internal static class TraceKey
{
    public static ulong PageOf(ReadOnlySpan<byte> key) =>
        Utf8Parser.TryParse(key, out ulong number, out int length) && length == key.Length ? number : XxHash3.HashToUInt64(key) & long.MaxValue;

    public static ulong PageOf(ReadOnlySpan<char> key)
    {
        Span<byte> bytes = key.Length <= 256 ? stackalloc byte[1024] : new byte[Encoding.UTF8.GetMaxByteCount(key.Length)];
        return PageOf(bytes[..Encoding.UTF8.GetBytes(key, bytes)]);
    }
}
