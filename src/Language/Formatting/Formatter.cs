using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Formatting;

/// <summary>
/// One style for all policy files. Only white space changes: the tokens, comments among them, stay what they are, and so does the
/// meaning. What comes out depends on the white space that was there in two things only: blank lines that set off one statement from the
/// next, and whether a comment stands behind something or on a line of its own.
/// </summary>
public static class Formatter
{
    /// <summary>The text in shape, with LF line ends; null where it has mistakes of form, so that nobody can tell what was meant.</summary>
    public static string? Format(string path, string text, CancellationToken cancellation = default)
        => Format(Parser.ParseFile(path, text, cancellation), text);

    /// <summary>The same for a text that was parsed already.</summary>
    public static string? Format(SyntaxFile file, string text)
    {
        if (file.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
        {
            return null;
        }

        StatementReader reader = new(text, Lexer.Tokenize(file.Path, text));
        List<Line> lines = new Layout(text).Lines(reader.ReadFile());
        LineAligner.Align(lines);
        return LineWriter.Write(lines);
    }
}
