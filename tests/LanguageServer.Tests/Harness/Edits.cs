using System.Text.Json;
using TierPolicy.LanguageServer.Protocol;
using TierPolicy.LanguageServer.Workspace;

namespace TierPolicy.LanguageServer.Tests.Harness;

/// <summary>Edits a text as an editor does.</summary>
internal static class Edits
{
    public static string Apply(string text, JsonElement edits)
    {
        LineMap lines = new(text);
        foreach (DocumentEdit edit in edits.Deserialize<DocumentEdit[]>(ProtocolJson.Options)!.OrderByDescending(edit => lines.OffsetOf(edit.Range.Start)))
        {
            Language.Text.TextSpan span = lines.SpanOf(edit.Range);
            text = text[..span.Start] + edit.NewText + text[span.End..];
        }

        return text;
    }
}
