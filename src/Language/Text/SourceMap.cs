namespace TierPolicy.Language.Text;

/// <summary>
/// Says where a stretch of the text that is being parsed stands in its file: for a whole file that is the same place, for
/// a string in a C# attribute it is inside the literal.
/// </summary>
public abstract class SourceMap
{
    public abstract SourceLocation Locate(TextSpan span);
}
