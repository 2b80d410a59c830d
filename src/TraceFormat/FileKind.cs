using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TierPolicy.Traces;

/// <summary>Tells files from devices, pipes and sockets, which the framework does not.</summary>
internal static class FileKind
{
    // linux/stat.h: the mask that asks for the type, where the mode stands in the answer, and how long that is.
    private const uint TypeMask = 0x1;
    private const int ModeAt = 28;
    private const int AnswerLength = 256;
    private const int CurrentFolder = -100;
    private const int TypeBits = 0xf000;
    private const int RegularFile = 0x8000;

    /// <summary>Whether there is something at the path, by links if need be, that is neither a file nor a folder. Where the system cannot be asked, there is not.</summary>
    public static bool IsSpecial(string path)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(path))
        {
            return false;
        }

        var answer = new byte[AnswerLength];
        try
        {
            return StatX(CurrentFolder, path, 0, TypeMask, answer) == 0
                && (BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(ModeAt)) & TypeBits) != RegularFile;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library older than 2018.
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "statx"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] answer);
}
