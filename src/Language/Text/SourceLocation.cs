namespace TierPolicy.Language.Text;

/// <summary>
/// Where something was written: a span of a file, be it a <c>.tierpolicy</c> file or C#. It lies within what stands there: an object of its own
/// for each name and number would cost more than the rest of them.
/// </summary>
/// <param name="Path">The path as the host gave it.</param>
/// <param name="Span">The span in the file's text.</param>
/// <param name="Line">The zero-based line on which the span begins.</param>
/// <param name="Column">The zero-based column, in UTF-16 code units, at which the span begins.</param>
public readonly record struct SourceLocation(string Path, TextSpan Span, int Line, int Column);
