namespace TierPolicy;

/// <summary>Files of the repository that tests read where they are.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The path of something in the repository.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "TierPolicy.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("TierPolicy.slnx is not above the tests.");
    }
}
