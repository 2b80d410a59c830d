using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;
using TierPolicy.Tool.Sources;

namespace TierPolicy.Tool.Simulating;

/// <summary>A policy with one thing said otherwise in its text: what is compiled in, and so cannot be set when it runs.</summary>
internal static class PolicyVariant
{
    /// <summary>The durations that <c>page.idle</c> is compared with.</summary>
    public const string Idle = "idle";

    /// <summary>What can be said otherwise.</summary>
    public static readonly string[] Names = ["aging", "order", "admission", Idle];

    /// <summary>The project with the policy changed.</summary>
    /// <exception cref="UsageException">The policy cannot be changed so, or what comes of it has a mistake.</exception>
    public static PolicyProject Of(PolicyProject project, Policy policy, string name, string value)
    {
        SourceText source = project.Sources.First(source => source.Path == policy.Location.Path);
        string text = name == Idle ? WithIdle(source.Text, policy, value) : WithClause(source.Text, policy, name, value);
        PolicyProject changed = project.With(new SourceText(source.Path, text));
        return changed.Errors.FirstOrDefault() is { } mistake ? throw new UsageException($"{name}={value}: {mistake.Message}") : changed;
    }

    private static string WithClause(string text, Policy policy, string name, string value)
    {
        List<Token> body = [.. Body(text, policy)];
        int depth = 0;
        for (int i = 0; i < body.Count - 1; i++)
        {
            depth += body[i].Kind switch { TokenKind.OpenBrace => 1, TokenKind.CloseBrace => -1, _ => 0 };
            bool begins = i == 0 || body[i - 1].Kind is TokenKind.Semicolon or TokenKind.OpenBrace or TokenKind.CloseBrace;
            if (depth == 1 && begins && text.AsSpan(body[i].Start, body[i].Length).SequenceEqual(name))
            {
                return string.Concat(text.AsSpan(0, body[i + 1].Start), value, text.AsSpan(body[i + 1].End));
            }
        }

        return text.Insert(body[0].End, $" {name} {value};");
    }

    private static string WithIdle(string text, Policy policy, string value)
    {
        Quantity.Duration(Idle, value);
        List<Token> body = [.. Body(text, policy)];
        bool IsIdle(int i) => i >= 2 && body[i - 1].Kind == TokenKind.Dot && Word(body[i]) is "idle" && Word(body[i - 2]) is "page";
        ReadOnlySpan<char> Word(Token token) => text.AsSpan(token.Start, token.Length);
        string changed = text;

        // From the end, so that what was found before stays where it is.
        for (int i = body.Count - 3; i >= 2; i--)
        {
            Token? number = IsIdle(i) && body[i + 2].Kind == TokenKind.Number ? body[i + 2]
                : IsIdle(i) && i >= 4 && body[i - 4].Kind == TokenKind.Number ? body[i - 4]
                : null;
            if (number is { } found)
            {
                changed = string.Concat(changed.AsSpan(0, found.Start), value, changed.AsSpan(found.End));
            }
        }

        return changed != text || text.Contains(value, StringComparison.Ordinal) ? changed : throw new UsageException($"{Idle}: no rule of policy '{policy.Name}' compares page.idle with a duration");
    }

    /// <summary>The tokens of the policy from its opening brace on.</summary>
    private static IEnumerable<Token> Body(string text, Policy policy)
    {
        int depth = 0;
        foreach (Token token in Lexer.Tokenize(policy.Location.Path, text).Where(token => token.Kind != TokenKind.Comment && token.Start >= policy.Location.Span.Start))
        {
            depth += token.Kind == TokenKind.OpenBrace ? 1 : 0;
            if (depth > 0)
            {
                yield return token;
            }

            depth -= token.Kind == TokenKind.CloseBrace ? 1 : 0;
            if (depth == 0 && token.Kind == TokenKind.CloseBrace)
            {
                yield break;
            }
        }
    }
}
