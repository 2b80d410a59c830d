using TierPolicy.Language.Binding;
using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Tool.Sources;

/// <summary>Some files, read and bound together: a name in one may be declared in another.</summary>
internal sealed class PolicyProject
{
    private PolicyProject(IReadOnlyList<SourceText> sources, Func<string, SeveritySettings> severities, CancellationToken cancellation)
    {
        Sources = sources;
        Files = [.. sources.Select(source => Parser.ParseFile(source.Path, source.Text, cancellation))];
        Binding = Binder.Bind(Files, cancellation);
        Dictionary<string, SeveritySettings> settings = sources.ToDictionary(source => source.Path, source => severities(source.Path), StringComparer.Ordinal);
        Diagnostics = [.. Binding.Diagnostics.Select(diagnostic => settings[diagnostic.Location.Path].Apply(diagnostic)).OfType<Diagnostic>()];
    }

    public IReadOnlyList<SourceText> Sources { get; }

    public IReadOnlyList<SyntaxFile> Files { get; }

    /// <summary>Files that were named, or found, and are no text: nothing is known of what they declare.</summary>
    public IReadOnlyList<string> NotText { get; private init; } = [];

    public BindingResult Binding { get; }

    /// <summary>What is to be shown, with the severities that the project chose.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>What a build would fail for.</summary>
    public IEnumerable<Diagnostic> Errors => Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>Whether policies are missing from <see cref="Binding"/>: a mere warning does not cause that, whatever a project makes of it.</summary>
    public bool IsBroken => NotText.Count > 0 || Diagnostics.Any(diagnostic => diagnostic.Descriptor.Severity == DiagnosticSeverity.Error);

    /// <summary>Reads what the command line names, and says on standard error what cannot be read.</summary>
    /// <exception cref="UsageException">A path is not there.</exception>
    public static PolicyProject Load(IEnumerable<string> arguments, Terminal terminal, CancellationToken cancellation = default)
    {
        List<SourceText> sources = [];
        List<string> notText = [];
        foreach (string path in PolicyFiles.Find(arguments, terminal.ReportSkipped))
        {
            if (PolicyText.ReadExactly(path) is { } text)
            {
                sources.Add(new SourceText(path, text));
            }
            else
            {
                notText.Add(path);
                terminal.Error.WriteLine($"error: '{path}' is not UTF-8 text");
            }
        }

        return new(sources, new SeverityFiles().Of, cancellation) { NotText = notText };
    }

    /// <summary>A file that is not written yet.</summary>
    public static PolicyProject OfText(string path, string text) => new([new SourceText(path, text)], _ => SeveritySettings.None, CancellationToken.None);

    /// <summary>The same files, but for one whose text is another.</summary>
    public PolicyProject With(SourceText changed) =>
        new([.. Sources.Select(source => source.Path == changed.Path ? changed : source)], _ => SeveritySettings.None, CancellationToken.None);

    /// <summary>All policies, or the one that is asked for: by its name, or with its namespace.</summary>
    /// <exception cref="UsageException">There is none of that name, or none at all.</exception>
    public IReadOnlyList<Policy> Select(string? name)
    {
        if (name is null)
        {
            return [.. Binding.Policies];
        }

        Policy[] found = [.. Binding.Policies.Where(policy => policy.Name == name || $"{policy.Namespace}.{policy.Name}" == name)];
        if (found.Length > 0)
        {
            return found;
        }

        string known = Binding.Policies.Count == 0 ? "there is none" : "there is " + string.Join(", ", Binding.Policies.Select(policy => $"'{policy.Name}'"));
        throw new UsageException($"no policy is named '{name}': {known}");
    }
}
