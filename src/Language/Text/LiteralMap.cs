namespace TierPolicy.Language.Text;

/// <summary>
/// Places a fragment that is the value of an expression in C#. Where the expression is one string literal, a span of the
/// value is a span inside the literal, escapes counted; where it is something else (a constant, <c>nameof</c>, a sum of
/// strings), every span is the whole expression.
/// </summary>
public sealed class LiteralMap : SourceMap
{
    private readonly SourceLocation _whole;
    private readonly string _source;

    /// <summary>By character of the value, and one more for its end: the offset in the source. Null: not one literal.</summary>
    private readonly int[]? _offsets;

    /// <param name="expression">Where the expression stands.</param>
    /// <param name="source">The expression as written, quotes included.</param>
    /// <param name="value">The constant it stands for: the text that is parsed.</param>
    public LiteralMap(SourceLocation expression, string source, string value)
    {
        _whole = expression;
        _source = source;
        _offsets = CSharpStringLiteral.TryRead(source, out string? read, out int[]? offsets) && read == value ? offsets : null;
    }

    public override SourceLocation Locate(TextSpan span)
    {
        if (_offsets is null || span.End >= _offsets.Length)
        {
            return _whole;
        }

        int start = _offsets[span.Start];
        int end = span.Length == 0 ? start : _offsets[span.End];
        int line = _whole.Line;
        int column = _whole.Column + start;
        for (int i = 0; i < start; i++)
        {
            if (SourceText.IsLineEnd(_source[i]) && !(_source[i] == '\r' && i + 1 < _source.Length && _source[i + 1] == '\n'))
            {
                line++;
                column = start - (i + 1);
            }
        }

        return new SourceLocation(_whole.Path, TextSpan.FromBounds(_whole.Span.Start + start, _whole.Span.Start + end), line, column);
    }
}
