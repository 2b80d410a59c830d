using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;
using TierPolicy.LanguageServer.Protocol;

namespace TierPolicy.LanguageServer.Workspace;

/// <summary>A text as it is at one moment: open in the editor, or on disk.</summary>
/// <param name="uri">As the client spells it.</param>
/// <param name="path">What the language calls it.</param>
/// <param name="text">The text.</param>
/// <param name="version">The editor's; null for one on disk.</param>
internal sealed class PolicyDocument(string uri, string path, string text, int? version)
{
    private LineMap? _lines;
    private SyntaxFile? _syntax;

    public string Uri => uri;

    public string Path => path;

    public string Text => text;

    public int? Version => version;

    public LineMap Lines => _lines ??= new LineMap(text);

    public SyntaxFile Syntax => _syntax ??= Parser.ParseFile(path, text);

    public PositionRange RangeOf(TextSpan span) => Lines.RangeOf(span);

    public DocumentLocation LocationOf(TextSpan span) => new(uri, RangeOf(span));

    /// <summary>The document after an edit of the client.</summary>
    public PolicyDocument Change(IEnumerable<ContentChange> changes, int? newVersion)
    {
        string changed = text;
        foreach (ContentChange change in changes)
        {
            // Each is made to what the one before it left.
            if (change.Range is { } range)
            {
                TextSpan span = new LineMap(changed).SpanOf(range);
                changed = string.Concat(changed.AsSpan(0, span.Start), change.Text, changed.AsSpan(span.End));
            }
            else
            {
                changed = change.Text;
            }
        }

        return new PolicyDocument(uri, path, changed, newVersion);
    }
}
