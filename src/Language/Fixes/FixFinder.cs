using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Fixes;

/// <summary>Finds the ways out of a mistake in a <c>.tierpolicy</c> file. Every host offers the same: code fixes, the language server, the tool.</summary>
public static class FixFinder
{
    /// <param name="diagnostic">The mistake.</param>
    /// <param name="file">The file that it was made in.</param>
    /// <param name="text">The file's text.</param>
    /// <returns>The likeliest first; empty where there is none.</returns>
    public static IReadOnlyList<Fix> Find(Diagnostic diagnostic, SyntaxFile file, string text)
    {
        List<Fix> fixes = [];
        if (diagnostic.Replacement is { } replacement && diagnostic.Location.Path == file.Path)
        {
            string written = text.Substring(diagnostic.Location.Span.Start, diagnostic.Location.Span.Length);
            fixes.Add(new Fix($"Change '{written}' to '{replacement}'", new([new TextEdit(diagnostic.Location.Span, replacement)])));
        }

        return fixes;
    }
}
