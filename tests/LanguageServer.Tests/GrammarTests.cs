using TextMateSharp.Grammars;
using TextMateSharp.Internal.Grammars.Reader;
using TextMateSharp.Internal.Types;
using TextMateSharp.Registry;
using TextMateSharp.Themes;
using TierPolicy.Language.Expectations;
using TierPolicy.Language.Navigation;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Words;
using TierPolicy.LanguageServer.Tests.Harness;
using TierPolicy.LanguageServer.Workspace;

namespace TierPolicy.LanguageServer.Tests;

/// <summary>The TextMate grammar that editors colour by, held against what the language itself says of each token.</summary>
public sealed class GrammarTests
{
    private static readonly IGrammar Grammar = Load();

    public static TheoryData<string> Files => [.. Policies().Select(path => Path.GetRelativePath(Repository.Root, path)), ""];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_token_of_the_repository_s_policies_has_the_scope_of_what_it_is(string file)
    {
        string text = file.Length == 0 ? Everything.Text : File.ReadAllText(Repository.PathOf(file));
        SymbolTable symbols = SymbolTable.Of([Parser.ParseFile(file, text)]);
        string[] scopes = ScopesOf(text);
        List<string> wrong = [];
        foreach (Token token in Lexer.Tokenize(file, text).Where(token => token.Length > 0))
        {
            foreach ((int offset, string expected) in Expected(text, symbols, file, token))
            {
                if (!scopes[offset].Contains(expected, StringComparison.Ordinal))
                {
                    wrong.Add($"{new LineMap(text).PositionOf(offset)} '{text.Substring(token.Start, token.Length)}' is {scopes[offset]}, not {expected}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void No_word_of_the_language_is_missing()
    {
        HashSet<Word> seen = [];
        for (int offset = 0; offset < Everything.Text.Length; offset++)
        {
            if (ExpectationFinder.FindWord(Everything.Text, offset) is { } found)
            {
                seen.Add(found.Word);
            }
        }

        // What a test that looks at tokens would not see.
        Assert.Empty(WordTable.All.Except(seen).Select(word => $"{word.Place} {word.Text}"));
    }

    /// <summary>Where in a token to look, and what should be there.</summary>
    private static IEnumerable<(int Offset, string Scope)> Expected(string text, SymbolTable symbols, string file, Token token)
    {
        switch (token.Kind)
        {
            case TokenKind.Comment:
                yield return (token.Start, "comment.");
                yield return (token.End - 1, "comment.");
                break;
            case TokenKind.String:
                yield return (token.Start, "string.quoted.double.tierpolicy");
                yield return (token.End - 1, "string.quoted.double.tierpolicy");
                break;
            case TokenKind.Number:
                yield return (token.Start, "constant.numeric.tierpolicy");
                if (!char.IsAsciiDigit(text[token.End - 1]))
                {
                    yield return (token.End - 1, "keyword.other.unit.tierpolicy");
                }

                break;
            case TokenKind.Identifier when symbols.Find(file, token.Start) is { } occurrence:
                yield return (token.Start, occurrence.IsDeclaration || occurrence.Symbol.Kind is SymbolKind.Predicate or SymbolKind.Topology ? "entity.name." : "variable.other.name.tierpolicy");
                break;
            case TokenKind.Identifier when ExpectationFinder.FindWord(text, token.Start) is { } found:
                yield return (token.Start, ScopeOf(found.Word));
                break;
        }
    }

    private static string ScopeOf(Word word) => word.Place switch
    {
        WordPlace.File or WordPlace.PolicyHead or WordPlace.Tier => "storage.type.tierpolicy",
        WordPlace.Topology => word.OpensBlock ? "storage.type.tierpolicy" : "keyword.other.clause.tierpolicy",
        WordPlace.Policy => word.Text switch
        {
            "keep" or "discard" or "demote" or "proactive" or "promote" => "keyword.control.rule.tierpolicy",
            "assert" or "expect" => "keyword.control.test.tierpolicy",
            "domain" => "storage.type.tierpolicy",
            _ => "keyword.other.clause.tierpolicy",
        },
        WordPlace.Node or WordPlace.Swap or WordPlace.Store or WordPlace.Watermark or WordPlace.Domain => "keyword.other.clause.tierpolicy",
        WordPlace.NodeKind => "support.type.kind.tierpolicy",
        WordPlace.Verdict => "keyword.control.rule.tierpolicy",
        WordPlace.Offline or WordPlace.Trace => "keyword.control.test.tierpolicy",
        WordPlace.When or WordPlace.Limit => "keyword.control.condition.tierpolicy",
        WordPlace.Operator or WordPlace.Not => "keyword.operator.logical.tierpolicy",
        WordPlace.Truth or WordPlace.None => "constant.language.tierpolicy",
        WordPlace.Fact or WordPlace.ExpectFact => "variable.language.fact.tierpolicy",
        WordPlace.Unit => "keyword.other.unit.tierpolicy",
        _ => "constant.language.value.tierpolicy",
    };

    /// <summary>By character: the scopes.</summary>
    private static string[] ScopesOf(string text)
    {
        string[] scopes = new string[text.Length];
        IStateStack? state = null;
        int start = 0;
        foreach (string line in text.Split('\n'))
        {
            ITokenizeLineResult result = Grammar.TokenizeLine(line, state, TimeSpan.MaxValue);
            state = result.RuleStack;
            foreach (IToken token in result.Tokens)
            {
                Array.Fill(scopes, string.Join(' ', token.Scopes), start + token.StartIndex, Math.Min(token.EndIndex, line.Length) - token.StartIndex);
            }

            start += line.Length + 1;
        }

        return scopes;
    }

    private static IEnumerable<string> Policies() => Directory.EnumerateFiles(Repository.Root, "*.tierpolicy", SearchOption.AllDirectories)
        .Where(path => !Path.GetRelativePath(Repository.Root, path).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" || part.StartsWith('.')))
        .Order(StringComparer.Ordinal);

    private static IGrammar Load()
    {
        using StreamReader reader = new(Repository.PathOf("editors", "vscode", "syntaxes", "tierpolicy.tmLanguage.json"));
        return new Registry(new Options(GrammarReader.ReadGrammarSync(reader))).LoadGrammar("source.tierpolicy");
    }

    private sealed class Options(IRawGrammar grammar) : IRegistryOptions
    {
        public IRawGrammar GetGrammar(string scopeName) => grammar;

        public ICollection<string>? GetInjections(string scopeName) => null;

        public IRawTheme? GetTheme(string scopeName) => null;

        public IRawTheme GetDefaultTheme() => new NoTheme();
    }

    private sealed class NoTheme : IRawTheme
    {
        public string GetName() => "none";

        public string? GetInclude() => null;

        public ICollection<IRawThemeSetting> GetSettings() => [];

        public ICollection<IRawThemeSetting> GetTokenColors() => [];

        public ICollection<KeyValuePair<string, object>> GetGuiColors() => [];
    }
}
