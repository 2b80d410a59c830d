using System.Runtime.InteropServices;

namespace TierPolicy.Linux;

/// <summary>What the kernel is told of memory (<c>madvise(2)</c>).</summary>
internal static partial class MemoryAdvice
{
    /// <summary>Bytes of a huge page on x64 and, with 4 KiB base pages, on arm64.</summary>
    public const int HugePage = 2 << 20;

    private const int MadvHugePage = 14;

    /// <summary>Asks for huge pages where they can be had (<c>MADV_HUGEPAGE</c>): a large arena of small ones spends its time on missing translations. Advice only: refused, nothing is lost.</summary>
    public static void UseHugePages(nint start, nuint bytes)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Advise(start, bytes, MadvHugePage);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint start, nuint bytes, int advice);
}
