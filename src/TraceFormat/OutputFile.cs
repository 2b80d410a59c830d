namespace TierPolicy.Traces;

/// <summary>
/// A file that grows beside its target and takes the target's place when it is whole. One that is disposed of before leaves nothing behind, so that no half of a file is ever taken for one.
/// </summary>
internal sealed class OutputFile : IDisposable
{
    private readonly string _path;
    private readonly string _partialPath;
    private readonly FileStream _file;
    private bool _ended;

    /// <param name="path">The target.</param>
    /// <exception cref="IOException">No file can be made there.</exception>
    /// <exception cref="UnauthorizedAccessException">No file may be made there.</exception>
    public OutputFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (FileKind.IsSpecial(path))
        {
            // Moved over /dev/null, a file would be in every program's way.
            throw new IOException($"'{path}' is a device, a pipe or a socket, and a trace is moved into place as a file: name one, or '-' for standard output.");
        }

        _path = path;
        _partialPath = $"{path}.{Path.GetRandomFileName()}.partial";
        _file = new FileStream(_partialPath, FileMode.CreateNew, FileAccess.ReadWrite);
    }

    public Stream Stream => _file;

    /// <summary>Moves the file into place.</summary>
    public void Complete()
    {
        _file.Flush(flushToDisk: true);
        _file.Dispose();
        File.Move(_partialPath, _path, overwrite: true);
        _ended = true;
    }

    public void Dispose()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        try
        {
            _file.Dispose();
        }
        catch (IOException)
        {
            // The last bytes did not fit on the disk; the file goes anyway.
        }
        finally
        {
            File.Delete(_partialPath);
        }
    }
}
