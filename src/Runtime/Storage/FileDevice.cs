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
        FileDevice device = new(new FileStream(path, New(bytes, OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None)));
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }

        return device;
    }

    public override int Read(Span<byte> to, long offset) => RandomAccess.Read(_file.SafeFileHandle, to, offset);

    public override ValueTask<int> ReadAsync(Memory<byte> to, long offset) => RandomAccess.ReadAsync(_file.SafeFileHandle, to, offset);

    public override void Write(IReadOnlyList<ReadOnlyMemory<byte>> buffers, long offset) => RandomAccess.Write(_file.SafeFileHandle, buffers, offset);

    public override void Flush() => RandomAccess.FlushToDisk(_file.SafeFileHandle);

    public override void Dispose() => _file.Dispose();

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
            Options = options,
        };

        if (!OperatingSystem.IsWindows())
        {
            created.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return created;
    }
}
