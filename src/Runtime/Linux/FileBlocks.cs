using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TierPolicy.Linux;

/// <summary>The blocks of a file (<c>posix_fallocate(3)</c>). .NET reserves them only while it opens a file.</summary>
internal static partial class FileBlocks
{
    /// <summary>Gives a file so many bytes, and the blocks for them.</summary>
    /// <exception cref="KernelException">They cannot be had.</exception>
    public static void Reserve(SafeFileHandle file, long bytes)
    {
        int error = Allocate(file, 0, bytes);
        if (error != 0)
        {
            throw new KernelException("posix_fallocate", error);
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_fallocate")]
    private static partial int Allocate(SafeFileHandle file, long offset, long bytes);
}
