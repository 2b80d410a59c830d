using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TierPolicy.Linux;

/// <summary>A folder as the kernel sees one: a file with names in it, which are on the device only when it has been flushed, too (<c>fsync(2)</c>).</summary>
internal static partial class Folder
{
    // The same on x64 and arm64 (include/uapi/asm-generic/fcntl.h). .NET opens no folder as a file.
    private const int ReadOnlyCloseOnExec = 0x80000;

    /// <summary>Has the names in a folder survive a loss of power.</summary>
    /// <returns>False where that cannot be asked for: on another system, and in a folder whose names this process may not read.</returns>
    /// <exception cref="IOException">The device failed.</exception>
    public static bool TryFlush(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        using SafeFileHandle folder = Open(path, ReadOnlyCloseOnExec);
        if (folder.IsInvalid)
        {
            return false;
        }

        RandomAccess.FlushToDisk(folder);
        return true;
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);
}
