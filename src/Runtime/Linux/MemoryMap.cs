using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TierPolicy.Linux;

/// <summary>Address space (<c>mmap(2)</c>). The flags are the same on x64 and arm64 (include/uapi/asm-generic/mman-common.h).</summary>
internal static partial class MemoryMap
{
    private const int ReadWrite = 1 | 2;
    private const int Shared = 0x01;
    private const int Private = 0x02;
    private const int SharedValidate = 0x03;
    private const int Anonymous = 0x20;
    private const int NoReserve = 0x4000;
    private const int Sync = 0x80000;
    private const nint Failed = -1;

    /// <summary>Reserves address space that gets memory where it is touched.</summary>
    /// <exception cref="KernelException">There is none.</exception>
    public static nint Reserve(nuint bytes)
    {
        nint start = Map(0, bytes, ReadWrite, Private | Anonymous | NoReserve, -1, 0);
        return start != Failed ? start : throw KernelException.Last("mmap");
    }

    /// <summary>Maps a file or device from its beginning. What is written is everybody's who maps it.</summary>
    /// <exception cref="KernelException">It cannot be mapped.</exception>
    public static nint Share(SafeFileHandle file, nuint bytes)
    {
        nint start = Map(0, bytes, ReadWrite, Shared, file, 0);
        return start != Failed ? start : throw KernelException.Last("mmap");
    }

    /// <summary>As <see cref="Share"/>, without a page cache between (<c>MAP_SYNC</c>, 4.15): only files on DAX file systems on persistent memory can be mapped so.</summary>
    /// <exception cref="KernelException">It cannot be mapped so: <c>EOPNOTSUPP</c> where the file is none of those.</exception>
    public static nint ShareSynchronously(SafeFileHandle file, nuint bytes)
    {
        nint start = Map(0, bytes, ReadWrite, SharedValidate | Sync, file, 0);
        return start != Failed ? start : throw KernelException.Last("mmap with MAP_SYNC");
    }

    /// <summary>Gives address space back.</summary>
    public static void Release(nint start, nuint bytes) => _ = Unmap(start, bytes);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint bytes, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint bytes, int protection, int flags, SafeFileHandle file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint start, nuint bytes);
}
