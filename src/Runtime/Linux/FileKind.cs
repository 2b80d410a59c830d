using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TierPolicy.Linux;

/// <summary>What the kernel says of a path (<c>statx(2)</c>, whose answer is laid out alike on all processors).</summary>
/// <param name="IsCharacterDevice">Whether it is a device that is used byte by byte, as DAX devices are.</param>
/// <param name="Device">Of a device, its major and minor number.</param>
/// <param name="IsDax">Whether it is a file that is mapped without a page cache (<c>STATX_ATTR_DAX</c>, 5.8).</param>
internal readonly partial record struct FileKind(bool IsCharacterDevice, (uint Major, uint Minor) Device, bool IsDax)
{
    private const int CurrentFolder = -100;
    private const uint BasicStats = 0x7ff;
    private const int AnswerSize = 256;
    private const int TypeMask = 0xF000;
    private const int CharacterDevice = 0x2000;
    private const ulong DaxAttribute = 0x20_0000;

    /// <exception cref="KernelException">There is no such path, or it may not be looked at.</exception>
    public static unsafe FileKind Of(string path)
    {
        Span<byte> answer = stackalloc byte[AnswerSize];
        fixed (byte* to = answer)
        {
            if (Statx(CurrentFolder, path, 0, BasicStats, to) != 0)
            {
                throw KernelException.Last("statx");
            }
        }

        int mode = BinaryPrimitives.ReadUInt16LittleEndian(answer[28..]);
        uint major = BinaryPrimitives.ReadUInt32LittleEndian(answer[128..]);
        uint minor = BinaryPrimitives.ReadUInt32LittleEndian(answer[132..]);
        ulong attributes = BinaryPrimitives.ReadUInt64LittleEndian(answer[8..]);
        return new FileKind((mode & TypeMask) == CharacterDevice, (major, minor), (attributes & DaxAttribute) != 0);
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static unsafe partial int Statx(int folder, string path, int flags, uint mask, byte* answer);
}
