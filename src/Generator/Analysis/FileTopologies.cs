using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using TierPolicy.Generator.Files;
using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Generator.Analysis;

/// <summary>
/// The topologies that stand in a policy file, kept as long as its text is: an editor makes a compilation for each key that is pressed in C#,
/// and the files beside it are the same.
/// </summary>
internal sealed class FileTopologies
{
    private static readonly ConditionalWeakTable<Microsoft.CodeAnalysis.Text.SourceText, FileTopologies> Known = new();

    private readonly string _path;
    private readonly TopologySyntax[] _topologies;

    private FileTopologies(AdditionalText file)
    {
        _path = file.Path;
        _topologies = [.. PolicyFile.Parse(file, SeveritySettings.None, CancellationToken.None).Syntax.Declarations.OfType<TopologySyntax>()];
    }

    public static TopologySyntax[] Of(AdditionalText file)
    {
        // One text may be that of two files, and each says its own path.
        return file.GetText() is { } text && Known.GetValue(text, _ => new FileTopologies(file)) is { } known && known._path == file.Path
            ? known._topologies
            : new FileTopologies(file)._topologies;
    }
}
