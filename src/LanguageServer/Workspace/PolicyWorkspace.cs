using TierPolicy.Language.Binding;
using TierPolicy.LanguageServer.Protocol;

namespace TierPolicy.LanguageServer.Workspace;

/// <summary>
/// All policy files that the client has opened or that lie below its folders, and the projects that they belong to. Not for several threads
/// at once: the server's messages come one after another.
/// </summary>
/// <param name="sources">The files on disk.</param>
internal sealed class PolicyWorkspace(IPolicySources sources)
{
    private readonly List<string> _folders = [];
    private readonly Dictionary<string, PolicyDocument> _open = new(StringComparer.Ordinal);
    private Dictionary<string, PolicyDocument> _onDisk = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _roots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PolicyProject> _projects = new(StringComparer.Ordinal);

    /// <summary>One for all projects: it knows files, and no edit of one costs the work of another.</summary>
    private readonly ProjectBinder _binder = new();

    public void AddFolder(string uri)
    {
        if (DocumentUri.IsFile(uri, out string path) && !_folders.Contains(path))
        {
            _folders.Add(path);
        }
    }

    public void RemoveFolder(string uri)
    {
        if (DocumentUri.IsFile(uri, out string path))
        {
            _folders.Remove(path);
        }
    }

    public void Open(DocumentItem item)
    {
        string path = DocumentUri.ToPath(item.Uri);
        bool isNew = !_onDisk.ContainsKey(path);
        _open[path] = new PolicyDocument(item.Uri, path, item.Text, item.Version);
        if (isNew)
        {
            // Outside of all folders, what lies beside it is not known yet.
            Refresh();
        }
        else
        {
            Forget(path);
        }
    }

    public void Change(VersionedDocumentId id, IEnumerable<ContentChange> changes)
    {
        string path = DocumentUri.ToPath(id.Uri);
        if (_open.TryGetValue(path, out PolicyDocument? document))
        {
            _open[path] = document.Change(changes, id.Version);
            Forget(path);
        }
    }

    /// <summary>From here on what is on disk counts again.</summary>
    public void Close(string uri)
    {
        _open.Remove(DocumentUri.ToPath(uri));
        Refresh();
    }

    /// <summary>Looks at the disk again.</summary>
    public void Refresh()
    {
        sources.Refresh();
        _roots.Clear();
        _projects.Clear();
        Dictionary<string, PolicyDocument> found = new(StringComparer.Ordinal);
        IEnumerable<string> paths = _folders.SelectMany(sources.FindBelow)
            .Concat(_open.Values.Where(document => IsLoose(document.Path)).SelectMany(document => FindBeside(document.Path)));
        foreach (string path in paths.Distinct(StringComparer.Ordinal))
        {
            if (sources.Read(path) is not { } text)
            {
                continue;
            }

            // What did not change need not be parsed again.
            found[path] = _onDisk.TryGetValue(path, out PolicyDocument? known) && known.Text == text
                ? known
                : new PolicyDocument(DocumentUri.FromPath(path), path, text, version: null);
        }

        _onDisk = found;
    }

    /// <summary>The document and its project; null for one that is neither open nor on disk.</summary>
    public (PolicyDocument Document, PolicyProject Project)? Find(string uri)
    {
        string path = DocumentUri.ToPath(uri);
        if (!_open.ContainsKey(path) && !_onDisk.ContainsKey(path))
        {
            return null;
        }

        PolicyProject project = ProjectAt(RootOf(path));
        return (project[path], project);
    }

    /// <summary>Every project there is.</summary>
    public IEnumerable<PolicyProject> Projects => Paths.Select(RootOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(ProjectAt);

    private IEnumerable<string> Paths => _open.Keys.Union(_onDisk.Keys, StringComparer.Ordinal);

    private PolicyProject ProjectAt(string root)
    {
        if (!_projects.TryGetValue(root, out PolicyProject? project))
        {
            project = new PolicyProject([.. Paths.Where(path => RootOf(path) == root).Order(StringComparer.Ordinal).Select(Document)], _binder);
            _projects.Add(root, project);
        }

        return project;
    }

    private PolicyDocument Document(string path) => _open.TryGetValue(path, out PolicyDocument? open) ? open : _onDisk[path];

    private void Forget(string path) => _projects.Remove(RootOf(path));

    /// <summary>
    /// What a file's names are resolved within: the folder of the nearest C# project at it or above it, else the folder that the client opened.
    /// A document that is no file is alone.
    /// </summary>
    private string RootOf(string path)
    {
        if (!_roots.TryGetValue(path, out string? root))
        {
            _roots.Add(path, root = FindRoot(path));
        }

        return root;
    }

    private string FindRoot(string path)
    {
        if (!Path.IsPathFullyQualified(path))
        {
            return path;
        }

        string? top = FolderOf(path);
        string own = Path.GetDirectoryName(path) ?? path;
        for (string? folder = own; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (sources.IsProject(folder))
            {
                return folder;
            }

            if (folder == top)
            {
                return top;
            }
        }

        return own;
    }

    /// <summary>The folder of the client that a file is in, the innermost.</summary>
    private string? FolderOf(string path) => _folders.Where(folder => IsBelow(path, folder)).MaxBy(folder => folder.Length);

    private bool IsLoose(string path) => Path.IsPathFullyQualified(path) && FolderOf(path) is null;

    private IEnumerable<string> FindBeside(string path)
    {
        string root = RootOf(path);
        return sources.IsProject(root) ? sources.FindBelow(root) : sources.FindIn(root);
    }

    private static bool IsBelow(string path, string folder)
    {
        string with = Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar;
        return path.StartsWith(with, StringComparison.Ordinal);
    }
}
