using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TierPolicy.Tool.Sources;

namespace TierPolicy.Tool.Tests.Harness;

/// <summary>
/// Every policy file without errors that the repository has: the samples, the corpus, the order vectors, and whatever stands in a string of
/// a test or in a page of the documentation.
/// </summary>
internal static class SoundPolicies
{
    public static IReadOnlyList<string> All { get; } = [.. Candidates().Distinct(StringComparer.Ordinal).Where(IsSound)];

    private static IEnumerable<string> Candidates()
    {
        IEnumerable<string> samples = Find("samples", "*.tierpolicy").Select(File.ReadAllText);
        IEnumerable<string> vectors = Vector.Read("kernel-6.12.json").Take(8).SelectMany(vector => (string[])["tiers", "nearest", "exclusive"], (vector, order) => vector.ToPolicy(order));
        IEnumerable<string> strings = Find("tests", "*.cs").SelectMany(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetRoot().DescendantNodes())
            .OfType<LiteralExpressionSyntax>().Where(literal => literal.IsKind(SyntaxKind.StringLiteralExpression)).Select(literal => literal.Token.ValueText);
        IEnumerable<string> pages = Find("docs", "*.md").SelectMany(path => File.ReadAllText(path).Split("```").Where((_, i) => i % 2 == 1)).Select(block => block[(block.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
        return [.. samples, .. Corpus.All, .. vectors, .. strings, .. pages];
    }

    private static bool IsSound(string text)
        => text.Contains('{', StringComparison.Ordinal) && PolicyProject.OfText("a.tierpolicy", text) is { Files: [{ Declarations.Count: > 0 }] } project && !project.Errors.Any();

    private static IEnumerable<string> Find(string folder, string pattern)
        => Directory.EnumerateFiles(Repository.PathOf(folder), pattern, SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
}
