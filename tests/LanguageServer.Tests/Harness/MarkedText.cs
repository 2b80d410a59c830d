using TierPolicy.LanguageServer.Protocol;
using TierPolicy.LanguageServer.Workspace;

namespace TierPolicy.LanguageServer.Tests.Harness;

/// <summary>A text in which <c>$$</c> marks where the caret is.</summary>
internal sealed class MarkedText
{
    private const string Mark = "$$";

    public MarkedText(string marked)
    {
        int offset = marked.IndexOf(Mark, StringComparison.Ordinal);
        Text = marked.Remove(offset, Mark.Length);
        Caret = new LineMap(Text).PositionOf(offset);
    }

    public string Text { get; }

    public Position Caret { get; }
}
