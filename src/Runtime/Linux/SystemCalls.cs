using System.Runtime.InteropServices;

namespace TierPolicy.Linux;

/// <summary>
/// The system calls for memory on NUMA nodes. The C library has no functions for them, and libnuma is not everywhere: they are called by their numbers (arch/x86/entry/syscalls/syscall_64.tbl,
/// include/uapi/asm-generic/unistd.h).
/// </summary>
internal static partial class SystemCalls
{
    private static readonly bool IsX64 = RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>Whether they can be called here: on Linux, on processors whose numbers are known.</summary>
    public static bool AreKnown => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    public static nint Mbind => IsX64 ? 237 : 235;

    public static nint SetMempolicy => IsX64 ? 238 : 237;

    public static nint GetMempolicy => IsX64 ? 239 : 236;

    public static nint MovePages => IsX64 ? 279 : 239;

    /// <returns>What the call returns; -1 where it failed, with its <c>errno</c> as the last error.</returns>
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    public static partial nint Call(nint number, nint first, nint second, nint third, nint fourth, nint fifth, nint sixth);
}
