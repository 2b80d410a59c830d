namespace TierPolicy.Runtime.Tests.Harness;

/// <summary>Finds files of the source tree.</summary>
internal static class Repository
{
    public static string PathOf(string relative)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "TierPolicy.slnx")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the source tree."), relative);
    }
}
