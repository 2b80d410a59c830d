using TierPolicy.Language.Diagnostics;

namespace TierPolicy.LanguageServer.Workspace;

/// <summary>What the server asks of the machine that it runs on; a host says how its files are found and read, and tests do without any.</summary>
public interface IPolicySources
{
    /// <summary>The policy files in a folder and below it, with full paths; none where the folder is gone.</summary>
    IEnumerable<string> FindBelow(string folder);

    /// <summary>The policy files in a folder itself.</summary>
    IEnumerable<string> FindIn(string folder);

    /// <summary>Whether a folder holds a C# project: names are resolved over all policy files of one.</summary>
    bool IsProject(string folder);

    /// <summary>The text of a file; null where it cannot be read, be it that it is gone.</summary>
    string? Read(string path);

    /// <summary>What was read before may be no longer so.</summary>
    void Refresh();

    /// <summary>What the settings of the file's folders say of severities.</summary>
    SeveritySettings SeveritiesOf(string path);

    /// <summary>The address of the page that explains a diagnostic; null where there is none.</summary>
    string? PageOf(string id);
}
