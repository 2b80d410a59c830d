using TierPolicy.Language.Diagnostics;
using TierPolicy.LanguageServer.Workspace;

namespace TierPolicy.Tool.Sources;

/// <summary>The disk as the language server sees it: found, read and settled as for the other verbs, but nothing on it is a user's mistake.</summary>
internal sealed class WorkspaceFiles : IPolicySources
{
    private SeverityFiles _severities = new();

    public IEnumerable<string> FindBelow(string folder) => Find(folder, withInner: true);

    public IEnumerable<string> FindIn(string folder) => Find(folder, withInner: false);

    public bool IsProject(string folder)
        => Try(() => Directory.EnumerateFiles(folder, "*.csproj").Any());

    public string? Read(string path) => Try(() => PolicyText.Read(path));

    public void Refresh() => _severities = new SeverityFiles();

    public SeveritySettings SeveritiesOf(string path)
        => Path.IsPathFullyQualified(path) ? Try(() => _severities.Of(path)) ?? SeveritySettings.None : SeveritySettings.None;

    /// <summary>The page that lies next to the tool.</summary>
    public string? PageOf(string id)
    {
        string page = Path.Combine(AppContext.BaseDirectory, "rules", id + ".md");
        return File.Exists(page) ? new Uri(page).AbsoluteUri : null;
    }

    private static IReadOnlyList<string> Find(string folder, bool withInner) => Try(() => PolicyFiles.Below(folder, withInner)) ?? [];

    /// <summary>Files come and go while an editor runs, and may belong to others.</summary>
    private static T? Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}
