using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Evaluation;
using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;
using TierPolicy.Tool.Sources;

namespace TierPolicy.Tool.Explaining;

/// <summary><c>--page "on Dram0; idle 3s; dirty"</c>: a node and facts, as in <c>expect</c>.</summary>
internal sealed class PageQuestion
{
    public const string Option = "--page";

    private readonly ExpectSyntax _expect;

    private PageQuestion(ExpectSyntax expect, string text)
    {
        _expect = expect;
        Text = text;
    }

    /// <summary>As asked.</summary>
    public string Text { get; }

    /// <summary>The predicates that it says something of.</summary>
    public IReadOnlyCollection<string> SaidPredicates => [.. _expect.Facts.Select(fact => fact.Keyword.Text).Where(name => !FactText.IsShortName(name))];

    /// <exception cref="UsageException">It is no page.</exception>
    public static PageQuestion Parse(string text)
    {
        Fragment<MemberSyntax> parsed = Parser.ParseExpect(AsExpect(text), new SourceText(Option, text));
        Diagnostic? mistake = parsed.Diagnostics.FirstOrDefault();
        if (mistake is not null || parsed.Syntax is not ExpectSyntax expect)
        {
            throw new UsageException($"{Option}: {mistake?.Message ?? "'trace' is no node"}; write it as \"on NODE; idle 3s; dirty\"");
        }

        return new PageQuestion(expect, text);
    }

    /// <summary>What is known of the page, or why it cannot be on this policy.</summary>
    public string? TryResolve(PolicyProject project, Policy policy, out PageFacts facts)
    {
        facts = new PageFacts { Node = 0 };
        if (PolicyQuestion.FindMistake(project, policy, _expect, Option) is { } mistake)
        {
            return mistake;
        }

        // The binder found nothing wrong: every name is known, and every value is of its type.
        Dictionary<string, ValueSyntax?> values = _expect.Facts.ToDictionary(fact => fact.Keyword.Text, fact => fact.Value, StringComparer.Ordinal);
        facts = new PageFacts
        {
            Node = policy.Topology.Nodes.First(node => node.Name == _expect.Node.Text).Id,
            IdleNanoseconds = Number("idle") ?? 0,
            AgeNanoseconds = Number("age") ?? 0,
            Accesses = Number("accesses") ?? 0,
            IsDirty = Holds("dirty"),
            Kind = Word("kind") == "file" ? PageKind.File : PageKind.Anon,
            Domain = Word("domain") is { } domain ? policy.Domains.Select(known => known.Name).ToList().IndexOf(domain) + 1 : 0,
            Tag = (int)(Number("tag") ?? 0),
            SourceFree = Number("source.free") ?? 0,
            TargetFree = Number("target.free"),
            TruePredicates = values.Keys.Where(name => !FactText.IsShortName(name) && Holds(name)).ToEquatableArray(),
        };
        return null;

        long? Number(string name) => (values.GetValueOrDefault(name) as NumberSyntax)?.Value;

        string? Word(string name) => (values.GetValueOrDefault(name) as WordSyntax)?.Name.Text;

        bool Holds(string name) => values.ContainsKey(name) && Word(name) != "false";
    }

    /// <summary>
    /// The same text as an <c>expect</c>, character for character, so that a mistake is where it was made: "on" goes, the first
    /// semicolon opens the facts, and what an <c>expect</c> needs at its end is put there.
    /// </summary>
    private static string AsExpect(string text)
    {
        char[] characters = text.ToCharArray();
        IReadOnlyList<Token> tokens = [.. Lexer.Tokenize(Option, text).Where(token => token.Kind is not (TokenKind.Comment or TokenKind.End))];

        // A node may be called "on".
        bool saysOn = tokens.Count > 1 && text.AsSpan(tokens[0].Start, tokens[0].Length) is "on" && tokens[1].Kind == TokenKind.Identifier;
        if (saysOn)
        {
            characters.AsSpan(tokens[0].Start, tokens[0].Length).Fill(' ');
        }

        Token opening = tokens.FirstOrDefault(token => token.Kind == TokenKind.Semicolon);
        if (opening == default)
        {
            return new string(characters) + "{ } -> keep";
        }

        characters[opening.Start] = '{';
        bool isEnded = tokens[^1].Kind == TokenKind.Semicolon;
        return new string(characters) + (isEnded ? "} -> keep" : ";} -> keep");
    }
}
