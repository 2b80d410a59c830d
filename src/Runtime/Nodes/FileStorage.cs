namespace TierPolicy.Nodes;

/// <summary>
/// Frames in a file, by positional I/O. The file is scratch: its blocks are reserved when it is made, so that a full disk shows at once and not in
/// the middle of a demotion, and its name is taken away while it is open, so that not even a killed process leaves it behind.
/// </summary>
internal sealed class FileStorage : FrameStorage
{
    private readonly FileStream _file;

    /// <exception cref="IOException">The file exists, the folder does not, or the disk is too small.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be made.</exception>
    public FileStorage(int pageSize, long frames, string path)
        : base(pageSize)
    {
        FileStreamOptions options = new()
        {
            // CreateNew: a file of that name may be somebody's data.
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
            PreallocationSize = checked(frames * pageSize),
        };

        if (OperatingSystem.IsWindows())
        {
            options.Options = FileOptions.DeleteOnClose;
            _file = new FileStream(path, options);
        }
        else
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            _file = new FileStream(path, options);
            File.Delete(path);
        }
    }

    public override void Read(uint frame, Span<byte> page)
    {
        for (int done = 0; done < page.Length;)
        {
            int read = RandomAccess.Read(_file.SafeFileHandle, page[done..], Offset(frame) + done);
            if (read == 0)
            {
                throw new EndOfStreamException($"The file ends at {done} of {page.Length} bytes of frame {frame}.");
            }

            done += read;
        }
    }

    public override void Write(uint frame, ReadOnlySpan<byte> page) => RandomAccess.Write(_file.SafeFileHandle, page, Offset(frame));

    public override void Dispose() => _file.Dispose();

    private long Offset(uint frame) => (long)frame * PageSize;
}
