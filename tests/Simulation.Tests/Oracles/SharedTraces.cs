namespace TierPolicy.Simulation.Tests.Oracles;

/// <summary>The real traces in <c>shared/traces</c> beside the project, and what published simulators make of them, where they are.</summary>
internal static class SharedTraces
{
    private const string Suffix = ".tp64.gz";

    /// <summary>A file of the folder; null where there is none.</summary>
    public static string? Find(string name)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", "traces", name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    /// <summary>A trace, read and numbered; null where it is not there.</summary>
    public static NumberedTrace? Load(string trace) => Find(trace + Suffix) is string path ? NumberedTrace.Load([path], pageSize: 4096, ignoreSize: true) : null;

    /// <summary>The size of a trace's file; nothing where it is not there.</summary>
    public static long SizeOf(string trace) => Find(trace + Suffix) is string path ? new FileInfo(path).Length : 0;

    /// <summary>The rows of a table, by column; none where it is not there.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Table(string name)
    {
        if (Find(name) is not string path)
        {
            return [];
        }

        string[][] lines = [.. File.ReadLines(path).Select(static line => line.Split(','))];
        return [.. lines.Skip(1).Select(line => lines[0].Zip(line).ToDictionary(static pair => pair.First, static pair => pair.Second))];
    }
}
