using TierPolicy.Language.Expectations;
using TierPolicy.Language.Text;
using TierPolicy.LanguageServer.Protocol;
using TierPolicy.LanguageServer.Workspace;

namespace TierPolicy.LanguageServer.Features;

/// <summary>What a word means, and what is known of the thing that a name stands for.</summary>
internal static class HoverFeature
{
    public static Hover? Of(PolicyProject project, PolicyDocument document, int offset)
    {
        if (project.Symbols.Find(document.Path, offset) is { } occurrence)
        {
            return Hover(document, occurrence.Location.Span, new HoverText(project).Of(occurrence.Symbol));
        }

        return ExpectationFinder.FindWord(document.Text, offset) is { } found
            ? Hover(document, found.Span, HoverText.Code(found.Word.Form) + "\n\n" + found.Word.Meaning)
            : null;
    }

    private static Hover Hover(PolicyDocument document, TextSpan span, string text) => new(new MarkupContent(text), document.RangeOf(span));
}
