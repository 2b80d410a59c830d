namespace TierPolicy.Tool.Sources;

/// <summary>Finds the files that the command line names: files as they are, and those of folders.</summary>
internal static class PolicyFiles
{
    private const string Extension = ".tierpolicy";

    private static readonly EnumerationOptions Everything = new() { IgnoreInaccessible = false, AttributesToSkip = 0 };

    /// <summary>The paths, each once, in the order named; those of a folder in the order of their names.</summary>
    /// <param name="arguments">Files and folders.</param>
    /// <param name="skipped">Told the folders below those that cannot be read.</param>
    /// <exception cref="UsageException">A path is not there, or a folder holds no policy.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> arguments, Action<string> skipped)
    {
        List<string> paths = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (string argument in arguments)
        {
            foreach (string path in Expand(argument, skipped))
            {
                if (seen.Add(Path.GetFullPath(path)))
                {
                    paths.Add(path);
                }
            }
        }

        return paths;
    }

    private static IReadOnlyList<string> Expand(string argument, Action<string> skipped)
    {
        if (File.Exists(argument))
        {
            return [argument];
        }

        if (!Directory.Exists(argument))
        {
            throw new UsageException($"'{argument}' is neither a file nor a folder");
        }

        List<string> found = [];
        Collect(argument, found, skipped);
        return found.Count > 0 ? found : throw new UsageException($"the folder '{argument}' has no {Extension} file");
    }

    /// <summary>The files of a folder and of those below it, for those who do not mind when a folder is gone or cannot be read.</summary>
    public static IReadOnlyList<string> Below(string folder, bool withInner = true)
    {
        List<string> found = [];
        Collect(folder, found, static _ => { }, withInner);
        return found;
    }

    private static void Collect(string folder, List<string> found, Action<string> skipped, bool withInner = true)
    {
        string[] folders;
        try
        {
            found.AddRange(Directory.GetFiles(folder, "*" + Extension, Everything).Order(StringComparer.Ordinal));
            folders = withInner ? Directory.GetDirectories(folder, "*", Everything) : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            skipped(folder);
            return;
        }

        foreach (string inner in folders.Order(StringComparer.Ordinal))
        {
            // What builds leave behind are copies, and a link may lead back up.
            bool isSource = Path.GetFileName(inner) is { } name && name is not ("bin" or "obj" or "node_modules") && !name.StartsWith('.');
            if (isSource && new DirectoryInfo(inner).LinkTarget is null)
            {
                Collect(inner, found, skipped);
            }
        }
    }
}
