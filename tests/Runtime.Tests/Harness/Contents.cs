using System.Runtime.InteropServices;

namespace TierPolicy.Runtime.Tests.Harness;

/// <summary>Pages full of one number, so that a page that is torn, lost or mixed up shows.</summary>
internal static class Contents
{
    public static void Fill(Span<byte> page, long value) => MemoryMarshal.Cast<byte, long>(page).Fill(value);

    /// <summary>The number that the page is full of; fails the test if it is not full of one.</summary>
    public static long Of(ReadOnlySpan<byte> page)
    {
        ReadOnlySpan<long> words = MemoryMarshal.Cast<byte, long>(page);
        Assert.Equal(-1, words.IndexOfAnyExcept(words[0]));
        return words[0];
    }
}
