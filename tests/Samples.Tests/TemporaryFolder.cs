namespace TierPolicy.Samples.Tests;

internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tierpolicy-");

    public string Path => _folder.FullName;

    public IEnumerable<string> Entries => Directory.EnumerateFileSystemEntries(Path);

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
