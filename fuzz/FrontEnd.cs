using System.Globalization;
using TierPolicy.Language.Binding;
using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Fixes;
using TierPolicy.Language.Formatting;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Fuzz;

/// <summary>
/// All that is done with the text of a policy before C# is made of it: lexer, parser, binder, formatter, fixes. What must hold of any text,
/// whatever its characters, is checked on the way.
/// </summary>
public static class FrontEnd
{
    private const string Path = "fuzz.tierpolicy";

    /// <summary>Each fix is a text to be read again; after so many, those of one text are no news.</summary>
    private const int MistakesMended = 4;

    /// <exception cref="BrokenPromiseException">Something did not hold.</exception>
    public static BindingResult Run(string text)
    {
        CheckTokens(text);
        SyntaxFile file = Parser.ParseFile(Path, text);
        BindingResult result = Binder.Bind([file]);
        CheckDiagnostics(text, file, result);
        CheckFormat(text, file);
        CheckFixes(text, file, result);
        return result;
    }

    /// <summary>Parses a text as each of the pieces that attributes in C# hold.</summary>
    public static void RunFragments(string text)
    {
        LiteralMap map = new(new SourceLocation("Fuzz.cs", new TextSpan(0, text.Length), 0, 0), text, text);
        Parser.ParseExpression(text, map);
        Parser.ParseNodes(text, map);
        Parser.ParseIdentifier(text, map);
        Parser.ParseName(text, map);
        Parser.ParseNumber(text, map);
        Parser.ParseCpus(text, map);
        Parser.ParseAssert(text, map);
        Parser.ParseExpect(text, map);
    }

    /// <summary>The tokens stand in the order of the text, apart from each other, and what they leave out is white space.</summary>
    private static void CheckTokens(string text)
    {
        IReadOnlyList<Token> tokens = Lexer.Tokenize(Path, text);
        int end = 0;
        foreach (Token token in tokens)
        {
            Require(token.Start >= end && token.End <= text.Length, "a token overlaps another, or the end");
            end = token.End;
        }

        Require(tokens[^1] is { Kind: TokenKind.End, Length: 0 }, "the last token is not the end");
    }

    private static void CheckDiagnostics(string text, SyntaxFile file, BindingResult result)
    {
        bool hasErrors = false;
        foreach (Diagnostic diagnostic in result.Diagnostics)
        {
            TextSpan span = diagnostic.Location.Span;
            Require(span.Start >= 0 && span.Length >= 0 && span.End <= text.Length, $"{diagnostic.Id} lies outside of the text");
            Require(diagnostic.Message.Length > 0, $"{diagnostic.Id} has no message");
            Require(!diagnostic.Message.Any(IsInvisible), $"the message of {diagnostic.Id} holds what a terminal might obey");
            hasErrors |= diagnostic.Severity == DiagnosticSeverity.Error;
        }

        bool isComplete = result.BrokenPolicies.Count == 0
            && result.BrokenTopologies.Count == 0
            && file.Declarations.Count == result.Policies.Count + result.Topologies.Count;
        Require(hasErrors || isComplete, "something is not compiled, and no error says why");
    }

    /// <summary>What is sound can be put in shape, and what is in shape stays as it is.</summary>
    private static void CheckFormat(string text, SyntaxFile file)
    {
        string? formatted = Formatter.Format(file, text);
        bool hasErrors = file.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Require(hasErrors == formatted is null, "the formatter and the parser disagree whether the text is sound");
        if (formatted is not null)
        {
            SyntaxFile again = Parser.ParseFile(Path, formatted);
            Require(Formatter.Format(again, formatted) == formatted, "formatting twice is not formatting once");
            Require(again.Declarations.Count == file.Declarations.Count, "formatting lost a declaration");
        }
    }

    private static void CheckFixes(string text, SyntaxFile file, BindingResult result)
    {
        foreach (Fix fix in result.Diagnostics.Take(MistakesMended).SelectMany(diagnostic => FixFinder.Find(diagnostic, file, text)))
        {
            int end = 0;
            foreach (TextEdit edit in fix.Edits)
            {
                Require(edit.Span.Start >= end && edit.Span.End <= text.Length, $"edits of '{fix.Title}' overlap, or lie outside of the text");
                end = edit.Span.End;
            }

            Parser.ParseFile(Path, fix.ApplyTo(text));
        }
    }

    private static bool IsInvisible(char c) => char.GetUnicodeCategory(c) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new BrokenPromiseException(otherwise);
        }
    }
}
