namespace TierPolicy.LanguageServer.Workspace;

/// <summary>Addresses of documents, which clients spell each in their own way, and the paths that they stand for.</summary>
internal static class DocumentUri
{
    /// <summary>The path of a file; the address itself of a document that is none, such as one that was never saved.</summary>
    public static string ToPath(string uri) => IsFile(uri, out string path) ? path : uri;

    public static string FromPath(string path)
        => Path.IsPathFullyQualified(path) ? new Uri(path).AbsoluteUri : path;

    /// <summary>Whether the document is a file, and its path.</summary>
    public static bool IsFile(string uri, out string path)
    {
        path = "";
        if (!Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed) || !parsed.IsFile)
        {
            return false;
        }

        path = parsed.LocalPath;

        // Where drives have letters: "/c:/x".
        if (OperatingSystem.IsWindows() && path.Length > 2 && path[0] == '/' && path[2] == ':')
        {
            path = path[1..];
        }

        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return true;
    }
}
