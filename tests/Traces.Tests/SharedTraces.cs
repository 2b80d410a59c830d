using Xunit.Abstractions;

namespace TierPolicy.Traces.Tests;

/// <summary>
/// Real traces that are not part of this repository: the folder <c>shared/traces</c> in or beside any folder
/// above the tests. Where there is none, tests that need them say so and pass; the same is covered with small
/// traces made by tests.
/// </summary>
internal static class SharedTraces
{
    public static string? Find(string name, ITestOutputHelper output)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", "traces", name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        output.WriteLine($"Nothing was tested: there is no shared/traces/{name} here.");
        return null;
    }
}
