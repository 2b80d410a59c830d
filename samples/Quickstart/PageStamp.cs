using System.Runtime.InteropServices;

namespace TierPolicy.Samples.Quickstart;

/// <summary>Fills a page with its number and version, and checks that a page is full of exactly that: a torn, lost or mixed-up page shows.</summary>
internal static class PageStamp
{
    public static void Write(Span<byte> page, int number, int version) => MemoryMarshal.Cast<byte, ulong>(page).Fill(Stamp(number, version));

    public static bool Matches(ReadOnlySpan<byte> page, int number, int version) =>
        MemoryMarshal.Cast<byte, ulong>(page).IndexOfAnyExcept(Stamp(number, version)) < 0;

    /// <summary>The version that the page says it is.</summary>
    public static int VersionOf(ReadOnlySpan<byte> page) => (int)MemoryMarshal.Read<ulong>(page);

    // Plus one: a page that was never stamped must not pass for page 0.
    private static ulong Stamp(int number, int version) => ((ulong)(uint)(number + 1) << 32) | (uint)version;
}
