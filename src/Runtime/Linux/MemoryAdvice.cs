using System.Runtime.InteropServices;

namespace TierPolicy.Linux;

/// <summary>What the kernel is told of memory (<c>madvise(2)</c>). The numbers are the same on x64 and arm64 (include/uapi/asm-generic/mman-common.h).</summary>
internal static partial class MemoryAdvice
{
    /// <summary>Bytes of a huge page on x64 and, with 4 KiB base pages, on arm64.</summary>
    public const int HugePage = 2 << 20;

    private const int MadvDontNeed = 4;
    private const int MadvHugePage = 14;
    private const int MadvNoHugePage = 15;
    private const int MadvPopulateWrite = 23;

    /// <summary>Asks for huge pages where they can be had (<c>MADV_HUGEPAGE</c>): a large arena of small ones spends its time on missing translations. Advice only: refused, nothing is lost.</summary>
    public static void UseHugePages(nint start, nuint bytes)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Advise(start, bytes, MadvHugePage);
        }
    }

    /// <summary>Asks for none (<c>MADV_NOHUGEPAGE</c>): where pages move one by one, those that share a huge one would move together.</summary>
    public static void UseSmallPages(nint start, nuint bytes) => _ = Advise(start, bytes, MadvNoHugePage);

    /// <summary>Gives memory back (<c>MADV_DONTNEED</c>): what is touched again is zeros.</summary>
    public static void GiveBack(nint start, nuint bytes) => _ = Advise(start, bytes, MadvDontNeed);

    /// <summary>Has memory that is not there yet be there, as if it were written to, and that without a fault that could kill the process (<c>MADV_POPULATE_WRITE</c>, 5.14; before, it is written to).</summary>
    /// <returns>0, or why not: an <c>errno</c>. Part of it may be there then.</returns>
    public static unsafe int Populate(nint start, nuint bytes)
    {
        if (Advise(start, bytes, MadvPopulateWrite) == 0)
        {
            return 0;
        }

        int error = Marshal.GetLastPInvokeError();
        if (error != KernelException.Invalid)
        {
            return error;
        }

        for (nuint offset = 0; offset < bytes; offset += (nuint)Environment.SystemPageSize)
        {
            byte* at = (byte*)start + offset;
            Volatile.Write(ref *at, Volatile.Read(ref *at));
        }

        return 0;
    }

    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    private static partial int Advise(nint start, nuint bytes, int advice);
}
