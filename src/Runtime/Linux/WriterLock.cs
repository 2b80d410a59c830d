using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TierPolicy.Linux;

/// <summary>
/// Keeps a file to one writer, and lets everybody read it (<c>fcntl(2)</c>, <c>F_OFD_SETLK</c>: a lock of the open file, not of the process, and apart from <c>flock</c>, with which .NET
/// either locks readers out, too, or lets other writers in). It ends when the file is closed.
/// </summary>
internal static partial class WriterLock
{
    private const int SetLockOfOpenFile = 37;
    private const short WriteLock = 1;
    private const int AccessDenied = 13;
    private const int TryAgain = 11;

    /// <summary>Takes the lock. False where another open file has it; where there are no such locks, on other systems and on file systems without them, nothing is locked.</summary>
    public static bool TryTake(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
        {
            return true;
        }

        // All of the file, however long it gets.
        FileLock wanted = new() { Type = WriteLock };
        return Control(file, SetLockOfOpenFile, ref wanted) == 0 || Marshal.GetLastPInvokeError() is not (AccessDenied or TryAgain);
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, int command, ref FileLock argument);

    /// <summary><c>struct flock</c>, as it is on 64-bit systems.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct FileLock
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Process;
    }
}
