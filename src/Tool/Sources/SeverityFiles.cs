using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Text;
using LanguageSeverity = TierPolicy.Language.Diagnostics.DiagnosticSeverity;

namespace TierPolicy.Tool.Sources;

/// <summary>
/// The severities that a project chose: what the <c>.editorconfig</c> and <c>.globalconfig</c> files of a policy file's folder and of
/// those above it say of it. They are found as a build finds them and read by the compiler's own reader, so that the tool shows what a
/// build shows.
/// </summary>
internal sealed class SeverityFiles
{
    private static readonly string[] Names = [".editorconfig", ".globalconfig"];

    private readonly ConcurrentDictionary<string, AnalyzerConfigSet> _byFolder = new(StringComparer.Ordinal);

    /// <summary>What is said of one file, whether it is there or not.</summary>
    public SeveritySettings Of(string path)
    {
        string full = Path.GetFullPath(path);
        AnalyzerConfigSet files = _byFolder.GetOrAdd(Path.GetDirectoryName(full) ?? full, Read);
        IEnumerable<KeyValuePair<string, string>> settings = files.GetOptionsForSourcePath(full).AnalyzerOptions;
        return WithGlobal(SeveritySettings.Read(settings), files.GlobalConfigOptions.TreeOptions);
    }

    private static AnalyzerConfigSet Read(string folder)
    {
        List<AnalyzerConfig> files = [];
        for (DirectoryInfo? above = new(folder); above is not null; above = above.Parent)
        {
            foreach (string path in Names.Select(name => Path.Combine(above.FullName, name)).Where(File.Exists))
            {
                using FileStream stream = File.OpenRead(path);
                files.Add(AnalyzerConfig.Parse(Microsoft.CodeAnalysis.Text.SourceText.From(stream), path));
            }
        }

        return AnalyzerConfigSet.Create(files);
    }

    /// <summary>
    /// <c>dotnet_diagnostic.TPxxxx.severity</c> of a <c>.globalconfig</c> is what the compiler itself applies, to all that it is told: so it
    /// comes last, and cannot bring back what was not told.
    /// </summary>
    private static SeveritySettings WithGlobal(SeveritySettings chosen, ImmutableDictionary<string, ReportDiagnostic> global)
    {
        SortedDictionary<string, SeveritySetting> all = new(chosen.Chosen.ToDictionary(setting => setting.Id, StringComparer.Ordinal), StringComparer.Ordinal);
        foreach ((string key, ReportDiagnostic severity) in global)
        {
            string id = key.ToUpperInvariant();
            bool isUntold = all.TryGetValue(id, out SeveritySetting? before) && before.Severity is null;
            if (!isUntold && severity != ReportDiagnostic.Default)
            {
                all[id] = new SeveritySetting(id, SeverityOf(severity));
            }
        }

        return new SeveritySettings(all.Values.ToEquatableArray());
    }

    private static LanguageSeverity? SeverityOf(ReportDiagnostic severity) => severity switch
    {
        ReportDiagnostic.Error => LanguageSeverity.Error,
        ReportDiagnostic.Warn => LanguageSeverity.Warning,
        ReportDiagnostic.Info => LanguageSeverity.Information,
        _ => null,
    };
}
