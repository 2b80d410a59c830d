using System.Globalization;
using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;

namespace TierPolicy.Package.Tests.Harness;

/// <summary>
/// Both packages, packed once into a folder, and the projects of <c>Consumers</c> copied beside it, out of the tree, where nothing but the
/// packages is known of TierPolicy.
/// </summary>
public sealed class Consumers : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tierpolicy-consumers-");
    private readonly Dictionary<string, string> _environment;
    private readonly Lazy<DotNet> _build;

    public Consumers()
    {
        // A version of their own: no package of an earlier run can take their place.
        Version = string.Create(CultureInfo.InvariantCulture, $"0.1.0-test.{DateTime.UtcNow:yyyyMMddHHmmss}.{Environment.ProcessId}");
        _environment = new()
        {
            ["TierPolicyVersion"] = Version,
            ["NUGET_PACKAGES"] = Path.Combine(_folder.FullName, "packages"),
            ["DOTNET_CLI_UI_LANGUAGE"] = "en",
            ["DOTNET_NOLOGO"] = "1",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["MSBUILDDISABLENODEREUSE"] = "1",
        };

        Directory.CreateDirectory(PathOf());
        CopyProjects();
        WriteNuGetConfig();
        Pack("Runtime");
        Pack("Tool");
        _build = new Lazy<DotNet>(() => Run("build", "All.slnx"));
    }

    public string Version { get; }

    /// <summary>All sound projects, restored and built.</summary>
    internal DotNet Build => _build.Value;

    /// <summary>A path beside the projects: one with a blank in it.</summary>
    public string PathOf(params string[] parts) => Path.Combine([_folder.FullName, "the work", .. parts]);

    /// <summary>Runs a command of <c>dotnet</c> that loads projects.</summary>
    internal DotNet Run(string verb, params string[] arguments) =>
        DotNet.Run(PathOf(), _environment, [verb, .. arguments, "-tl:off", "-consoleLoggerParameters:NoSummary"]);

    /// <summary>Runs a command of <c>dotnet</c> as it stands.</summary>
    internal DotNet RunPlain(params string[] arguments) => DotNet.Run(PathOf(), _environment, arguments);

    internal DotNet RunProgram(string program, params string[] arguments) => DotNet.RunProgram(program, PathOf(), _environment, arguments);

    internal ZipArchive Open(string package) => ZipFile.OpenRead(PathOf("feed", $"{package}.{Version}.nupkg"));

    public void Dispose() => _folder.Delete(recursive: true);

    private void Pack(string project)
    {
        string configuration = typeof(Consumers).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Configuration").Value!;
        DotNet.Run(
            Repository.Root,
            _environment.Where(variable => variable.Key != "NUGET_PACKAGES").ToDictionary(),
            "pack", Repository.PathOf("src", project), "--no-build", "--configuration", configuration, "--output", PathOf("feed"), $"-p:PackageVersion={Version}", "-tl:off").AssertClean();
    }

    private void CopyProjects()
    {
        string from = Repository.PathOf("tests", "Package.Tests", "Consumers");
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string to = PathOf(Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }

    /// <summary>
    /// Restores go to a folder of their own. What the machine has already is taken from its folder, so that the SDK's own packages are not
    /// fetched in every run; its configured sources are there for what it has not.
    /// </summary>
    private void WriteNuGetConfig()
    {
        string machine = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        XElement fallback = new("fallbackPackageFolders", new XElement("add", new XAttribute("key", "machine"), new XAttribute("value", machine)));
        new XDocument(new XElement(
            "configuration",
            Directory.Exists(machine) ? fallback : null,
            new XElement("packageSources", new XElement("add", new XAttribute("key", "built"), new XAttribute("value", PathOf("feed"))))))
            .Save(PathOf("nuget.config"));
    }
}

/// <summary>The tests share one set of consumers, and so take turns.</summary>
[CollectionDefinition(nameof(Consumers))]
public sealed class ConsumersCollection : ICollectionFixture<Consumers>;
