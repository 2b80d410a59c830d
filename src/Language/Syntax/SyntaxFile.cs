using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Syntax;

/// <summary>
/// What one file declares. The parser makes it from a <c>.tierpolicy</c> file; the attribute reader makes one from a type in C#.
/// </summary>
public sealed record SyntaxFile
{
    public required string Path { get; init; }

    /// <summary>Topologies and policies in the order of the text.</summary>
    public required EquatableArray<DeclarationSyntax> Declarations { get; init; }

    /// <summary>The mistakes of form, in the order of the text.</summary>
    public EquatableArray<Diagnostic> Diagnostics { get; init; }

    public EquatableArray<DisableDirective> Disabled { get; init; }

    /// <summary>The severities that the project chose for this file. The text does not say them: they are the host's to give.</summary>
    public SeveritySettings Severities { get; init; } = SeveritySettings.None;
}

/// <summary>A <c>// tierpolicy disable TPxxxx</c> comment.</summary>
/// <param name="Ids">The ids that it names.</param>
/// <param name="Span">From the comment to the end of the next statement: the diagnostics that begin in there are silenced.</param>
public sealed record DisableDirective(EquatableArray<string> Ids, TextSpan Span);
