using System.Diagnostics;
using TierPolicy.Language.Binding;
using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Tests.Diagnostics;

namespace TierPolicy.Language.Tests.Syntax;

/// <summary>Sound files, spoilt at random (always the same way): nothing throws, nothing hangs, and nothing wrong passes for right.</summary>
public class MutationTests
{
    private const int Inputs = 3000;

    private static readonly string[] Texts = [Samples.WholeFile, Samples.EveryClause, Samples.InPolicy("order manual; demote Fast -> Slow; demote Slow -> Ssd;")];

    [Fact]
    public void Spoilt_files_neither_throw_nor_hang()
    {
        Random random = new(20_240_611);
        Stopwatch watch = new();
        for (int i = 0; i < Inputs; i++)
        {
            string text = Texts[random.Next(Texts.Length)];
            for (int changes = random.Next(1, 6); changes > 0; changes--)
            {
                text = Spoil(text, random);
            }

            watch.Restart();
            Check(text);
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), text);
        }
    }

    private static void Check(string text)
    {
        SyntaxFile file = Parser.ParseFile("x", text);
        BindingResult result = Binder.Bind([file]);
        foreach (Diagnostic diagnostic in result.Diagnostics)
        {
            Assert.InRange(diagnostic.Location.Span.Start, 0, text.Length);
            Assert.InRange(diagnostic.Location.Span.End, diagnostic.Location.Span.Start, text.Length);
            Assert.NotEmpty(diagnostic.Message);
        }

        // Whatever is not emitted in full has an error that says why.
        bool hasErrors = result.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.True(hasErrors || (result.BrokenPolicies.Count == 0 && result.BrokenTopologies.Count == 0 && file.Declarations.Count == result.Policies.Count + result.Topologies.Count), text);
        Assert.Equal(result, Binder.Bind([Parser.ParseFile("x", text)]));
    }

    private static string Spoil(string text, Random random)
    {
        int at = random.Next(text.Length + 1);
        int length = Math.Min(random.Next(1, 12), text.Length - at);
        string[] pieces = ["{", "}", ";", "(", ")", "->", "\"", "/*", "*/", "//", "\0", "\ud800", "not ", " when ", "1", "8GiB", "*", ",", ":", "\n", "node ", "tier ", "policy P on T {", "é"];
        return random.Next(6) switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(at, pieces[random.Next(pieces.Length)]),
            2 => text.Insert(at, text.Substring(random.Next(text.Length), Math.Min(random.Next(1, 40), 1))),
            3 => text.Insert(at, Slice(text, random)),
            4 => text[..at] + (char)random.Next(0x20, 0x7f) + text[Math.Min(at + 1, text.Length)..],
            _ => MoveToken(text, random),
        };
    }

    private static string Slice(string text, Random random)
    {
        int start = random.Next(text.Length);
        return text.Substring(start, Math.Min(random.Next(1, 80), text.Length - start));
    }

    private static string MoveToken(string text, Random random)
    {
        IReadOnlyList<Token> tokens = Lexer.Tokenize("x", text);
        Token token = tokens[random.Next(tokens.Count)];
        Token to = tokens[random.Next(tokens.Count)];
        string moved = text.Substring(token.Start, token.Length);
        return text.Insert(to.Start, " " + moved + " ");
    }
}
