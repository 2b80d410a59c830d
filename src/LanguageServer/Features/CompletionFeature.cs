using TierPolicy.Language.Expectations;
using TierPolicy.Language.Navigation;
using TierPolicy.Language.Words;
using TierPolicy.LanguageServer.Protocol;
using TierPolicy.LanguageServer.Workspace;

namespace TierPolicy.LanguageServer.Features;

/// <summary>What can be written at a place.</summary>
/// <param name="takesSnippets">Whether the client knows snippets.</param>
internal sealed class CompletionFeature(bool takesSnippets)
{
    private const int Plain = 1;
    private const int Snippet = 2;

    public CompletionList Complete(PolicyProject project, PolicyDocument document, int offset)
    {
        Expectation expectation = ExpectationFinder.Find(document.Text, offset);
        PositionRange range = document.RangeOf(expectation.Written);
        List<CompletionItem> items = [];
        foreach (Symbol symbol in Names(project, document, offset, expectation.Names))
        {
            string text = symbol.Kind == SymbolKind.Predicate && !IsFact(expectation) ? symbol.Name + "(page)" : symbol.Name;
            Add(text, KindOf(symbol.Kind), HoverText.Heading(symbol), null, null);
        }

        if (expectation.TakesAll)
        {
            Add("*", CompletionItemKind.Value, "all nodes", "Every node of the topology.", null);
        }

        foreach (Word word in expectation.Words)
        {
            Add(word.Text, KindOf(word.Place), word.Form, word.Meaning, takesSnippets ? Snippets.Of(word) : null);
        }

        return new CompletionList(IsIncomplete: false, items);

        void Add(string text, CompletionItemKind kind, string? detail, string? documentation, string? snippet)
        {
            if (items.Any(item => item.Label == text))
            {
                return;
            }

            // As found: names first, then words in the order of the language's page.
            string order = items.Count.ToString("D4", System.Globalization.CultureInfo.InvariantCulture);
            items.Add(new CompletionItem(
                text,
                kind,
                order,
                new DocumentEdit(range, snippet ?? text),
                detail,
                documentation is null ? null : new MarkupContent(documentation),
                snippet is null ? Plain : Snippet));
        }
    }

    private static IEnumerable<Symbol> Names(PolicyProject project, PolicyDocument document, int offset, NameKinds kinds)
    {
        SymbolTable symbols = project.Symbols;
        IEnumerable<Symbol> names = [];
        if (kinds.HasFlag(NameKinds.Topologies))
        {
            names = symbols.Symbols.Where(symbol => symbol.Kind == SymbolKind.Topology);
        }

        Symbol? around = symbols.DeclarationAround(document.Path, offset);
        Symbol? topology = around is { Kind: SymbolKind.Policy } ? symbols.TopologyOf(around) : around;
        if (topology is not null)
        {
            names = names
                .Concat(Of(topology, NameKinds.Nodes, SymbolKind.Node))
                .Concat(Of(topology, NameKinds.Tiers, SymbolKind.Tier));
        }

        return around is null ? names : names
            .Concat(Of(around, NameKinds.Domains, SymbolKind.Domain))
            .Concat(Of(around, NameKinds.Predicates, SymbolKind.Predicate));

        IEnumerable<Symbol> Of(Symbol container, NameKinds flag, SymbolKind kind)
            => kinds.HasFlag(flag) ? symbols.Within(container).Where(symbol => symbol.Kind == kind) : [];
    }

    /// <summary>In <c>expect</c> a predicate stands without its argument.</summary>
    private static bool IsFact(Expectation expectation) => expectation.Words.Any(word => word.Place == WordPlace.ExpectFact);

    private static CompletionItemKind KindOf(SymbolKind kind) => kind switch
    {
        SymbolKind.Topology or SymbolKind.Policy => CompletionItemKind.Struct,
        SymbolKind.Tier => CompletionItemKind.Class,
        SymbolKind.Node => CompletionItemKind.EnumMember,
        SymbolKind.Domain => CompletionItemKind.Module,
        _ => CompletionItemKind.Method,
    };

    private static CompletionItemKind KindOf(WordPlace place) => place switch
    {
        WordPlace.Unit => CompletionItemKind.Unit,
        WordPlace.Fact or WordPlace.ExpectFact => CompletionItemKind.Field,
        WordPlace.NodeKind or WordPlace.Bind or WordPlace.Codec or WordPlace.ReclaimMode or WordPlace.Order or WordPlace.Aging or WordPlace.Admission
            or WordPlace.DomainDemotion or WordPlace.PageKind or WordPlace.Truth or WordPlace.None => CompletionItemKind.Value,
        _ => CompletionItemKind.Keyword,
    };
}
