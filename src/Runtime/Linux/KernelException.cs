using System.Runtime.InteropServices;

namespace TierPolicy.Linux;

/// <summary>The kernel refused a call: which, and why.</summary>
/// <param name="call">The call's name, as in its manual page.</param>
/// <param name="error">Its <c>errno</c>.</param>
internal sealed class KernelException(string call, int error) : IOException($"{call} failed: {Describe(error)}")
{
    public const int NotPermitted = 1;
    public const int NotFound = 2;
    public const int OutOfMemory = 12;
    public const int Invalid = 22;
    public const int NoSystemCall = 38;
    public const int NotSupported = 95;

    /// <summary>Its <c>errno</c>.</summary>
    public int Error => error;

    /// <summary>What the last call failed with.</summary>
    public static KernelException Last(string call) => new(call, Marshal.GetLastPInvokeError());

    /// <summary>The name, number and text of an <c>errno</c> (include/uapi/asm-generic/errno.h).</summary>
    public static string Describe(int error)
    {
        string? name = error switch
        {
            NotPermitted => "EPERM",
            NotFound => "ENOENT",
            3 => "ESRCH",
            5 => "EIO",
            6 => "ENXIO",
            7 => "E2BIG",
            9 => "EBADF",
            11 => "EAGAIN",
            OutOfMemory => "ENOMEM",
            13 => "EACCES",
            14 => "EFAULT",
            16 => "EBUSY",
            17 => "EEXIST",
            19 => "ENODEV",
            20 => "ENOTDIR",
            21 => "EISDIR",
            Invalid => "EINVAL",
            23 => "ENFILE",
            24 => "EMFILE",
            26 => "ETXTBSY",
            27 => "EFBIG",
            28 => "ENOSPC",
            30 => "EROFS",
            NoSystemCall => "ENOSYS",
            75 => "EOVERFLOW",
            NotSupported => "EOPNOTSUPP",
            133 => "EHWPOISON",
            _ => null,
        };

        string text = Marshal.GetPInvokeErrorMessage(error);
        return name is null ? FormattableString.Invariant($"errno {error} ({text})") : FormattableString.Invariant($"{name} ({error}, {text})");
    }
}
