namespace TierPolicy.Tool.Kernel;

/// <summary>What a kernel shows of its machine in <c>/sys</c> and <c>/proc</c>: this one's, or another one's, recorded below a folder.</summary>
/// <param name="root">The folder below which <c>sys</c> and <c>proc</c> lie.</param>
internal sealed class KernelFiles(string root = "/")
{
    /// <summary>Whether it is the machine that the program runs on, so that more can be asked of it than its files.</summary>
    public bool IsThisMachine { get; } = root == "/";

    /// <summary>Where a file of the kernel is, by its path on the machine that it is of.</summary>
    public string PathOf(string path) => Path.Combine(root, path.TrimStart('/'));

    /// <summary>The text of a file, without the white space around it. Null where there is none, or it may not be read.</summary>
    public string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(PathOf(path)).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A file that is there may refuse to say anything (EINVAL, EIO): it is as good as not there.
            return null;
        }
    }

    /// <summary>A file that holds one number, in decimal.</summary>
    public long? TryReadNumber(string path) => long.TryParse(TryRead(path), Numbers.Style, Numbers.Culture, out long number) ? number : null;

    /// <summary>The names in a folder, in order; none where there is no such folder.</summary>
    public IReadOnlyList<string> Names(string folder)
    {
        string path = PathOf(folder);
        return Directory.Exists(path) ? [.. Directory.EnumerateFileSystemEntries(path).Select(entry => Path.GetFileName(entry)!).Order(StringComparer.Ordinal)] : [];
    }

    /// <summary>The numbers of the entries whose names are <paramref name="prefix"/> and a number: <c>node0</c>, <c>node1</c>.</summary>
    public IReadOnlyList<int> Numbered(string folder, string prefix)
    {
        List<int> numbers = [];
        foreach (string name in Names(folder))
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal) && int.TryParse(name.AsSpan(prefix.Length), Numbers.Style, Numbers.Culture, out int number))
            {
                numbers.Add(number);
            }
        }

        numbers.Sort();
        return numbers;
    }

    /// <summary>Where a link points to, as it is written; null where there is none.</summary>
    public string? TryReadLink(string path)
    {
        try
        {
            FileInfo link = new(PathOf(path));
            return link.LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes a setting.</summary>
    /// <exception cref="UsageException">The kernel refuses.</exception>
    public void Write(string path, string text)
    {
        try
        {
            File.WriteAllText(PathOf(path), text + "\n");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{path}' cannot be set to {text}: {error.Message} Settings of the kernel are root's to change: try sudo.");
        }
    }
}
