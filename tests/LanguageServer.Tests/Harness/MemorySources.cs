using System.Collections.Concurrent;
using TierPolicy.Language.Diagnostics;
using TierPolicy.LanguageServer.Workspace;

namespace TierPolicy.LanguageServer.Tests.Harness;

/// <summary>A disk without one.</summary>
internal sealed class MemorySources : IPolicySources
{
    public ConcurrentDictionary<string, string> Files { get; } = new();

    public ConcurrentDictionary<string, SeveritySettings> Severities { get; } = new();

    public IEnumerable<string> FindBelow(string folder) => Policies.Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal));

    public IEnumerable<string> FindIn(string folder) => Policies.Where(path => Path.GetDirectoryName(path) == folder);

    public bool IsProject(string folder) => Files.Keys.Any(path => Path.GetDirectoryName(path) == folder && path.EndsWith(".csproj", StringComparison.Ordinal));

    public string? Read(string path) => Files.GetValueOrDefault(path);

    public void Refresh()
    {
    }

    public SeveritySettings SeveritiesOf(string path) => Severities.GetValueOrDefault(path, SeveritySettings.None);

    public string? PageOf(string id) => "file:///rules/" + id + ".md";

    private IEnumerable<string> Policies => Files.Keys.Where(path => path.EndsWith(".tierpolicy", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
