using TierPolicy.Linux;

namespace TierPolicy.Storage;

/// <summary>A file, by positional I/O.</summary>
internal sealed class FileDevice : BlockDevice
{
    private readonly FileStream _file;

    private FileDevice(FileStream file) => _file = file;

    /// <summary>
    /// Makes a file that is scratch: its blocks are reserved, so that a full disk shows at once and not in the middle of a demotion, and its name is taken away while it is open,
    /// so that not even a killed process leaves it behind.
    /// </summary>
    /// <exception cref="IOException">The file exists, the folder does not, or the disk is too small.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be made.</exception>
    public static FileDevice CreateScratch(string path, long bytes)
    {
        RequireSpace(path, bytes);
        FileDevice device = new(new FileStream(path, New(bytes, OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None)));
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }

        return device;
    }

    /// <summary>
    /// Makes a file that stays, its blocks reserved. It has its name only when it is complete, so that a process that is killed meanwhile leaves none that cannot be opened; and has it
    /// on the device, too, where the system can be asked for that (Linux): after a loss of power what was acknowledged would else be under the unfinished file's name.
    /// </summary>
    /// <exception cref="IOException">The file exists, the folder does not, or the disk is too small.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be made.</exception>
    public static FileDevice Create(string path, long bytes, ReadOnlyMemory<byte> header)
    {
        RequireSpace(path, bytes);
        string unfinished = path + ".tierpolicy-new";
        File.Delete(unfinished);
        FileDevice device = new(new FileStream(unfinished, New(bytes, FileOptions.None)));
        try
        {
            device._file.SetLength(bytes);
            device.Write([header], 0);
            device.Flush();
            File.Move(unfinished, path);
        }
        catch
        {
            device.Dispose();
            File.Delete(unfinished);
            throw;
        }

        try
        {
            Folder.TryFlush(FolderOf(path)!);
            return device;
        }
        catch
        {
            device.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Opens a file that <see cref="Create"/> made; nobody else may have it open.</summary>
    /// <exception cref="IOException">Somebody else has it open.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be opened.</exception>
    public static FileDevice Open(string path) => new(new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.Asynchronous));

    /// <summary>Bytes that it has.</summary>
    public long Length => _file.Length;

    public override void Dispose() => _file.Dispose();

    protected override int ReadCore(Span<byte> to, long offset) => RandomAccess.Read(_file.SafeFileHandle, to, offset);

    protected override ValueTask<int> ReadCoreAsync(Memory<byte> to, long offset) => RandomAccess.ReadAsync(_file.SafeFileHandle, to, offset);

    protected override void WriteCore(IReadOnlyList<ReadOnlyMemory<byte>> buffers, long offset) => RandomAccess.Write(_file.SafeFileHandle, buffers, offset);

    protected override void FlushCore() => RandomAccess.FlushToDisk(_file.SafeFileHandle);

    /// <summary>Asked before blocks are reserved: to find out in that way fills the disk for a moment, to the harm of everybody else on it.</summary>
    private static void RequireSpace(string path, long bytes)
    {
        if (Directory.Exists(path))
        {
            throw new IOException("it is a folder; give the path of a file");
        }

        string? folder = FolderOf(path);
        if (Directory.Exists(folder) && new DriveInfo(folder).AvailableFreeSpace is long free && free < bytes)
        {
            throw new IOException(FormattableString.Invariant($"the disk has {free} bytes free, and {bytes} are needed"));
        }
    }

    private static string? FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path));

    private static FileStreamOptions New(long bytes, FileOptions options)
    {
        FileStreamOptions created = new()
        {
            // CreateNew: a file of that name may be somebody's data.
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
            PreallocationSize = bytes,

            // Where the system has it, so that an asynchronous read holds no thread. Linux has not: there .NET reads on a thread of the pool, for as long as the device takes.
            Options = options | FileOptions.Asynchronous,
        };

        if (!OperatingSystem.IsWindows())
        {
            created.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return created;
    }
}
