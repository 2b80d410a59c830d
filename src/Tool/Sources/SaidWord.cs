using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Tool.Sources;

/// <summary>A word of a policy file that was said on the command line: alone, so that nothing else can slip into the text with it.</summary>
internal static class SaidWord
{
    /// <summary>Nothing at all is left to who asks.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static void Check<T>(string option, string value, Func<string, SourceMap, Fragment<T>> parse)
        where T : SyntaxNode
    {
        if (value.Length > 0 && parse(value, new SourceText(option, value)).Diagnostics.FirstOrDefault() is { } mistake)
        {
            throw new UsageException($"{option} '{value}': {mistake.Message}");
        }
    }
}
