using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;
using TierPolicy.LanguageServer.Protocol;
using TierPolicy.LanguageServer.Workspace;

namespace TierPolicy.LanguageServer.Features;

/// <summary>The outline of a document.</summary>
internal static class DocumentSymbolFeature
{
    public static IReadOnlyList<DocumentSymbol> Of(PolicyDocument document) => [.. document.Syntax.Declarations.Select(declaration => Symbol(
        document,
        declaration.Name,
        declaration is PolicySyntax policy ? "on " + policy.Topology.Text : null,
        declaration is PolicySyntax ? DocumentSymbolKind.Struct : DocumentSymbolKind.Enum,
        declaration.Location,
        declaration.Members.Select(member => Member(document, member)).OfType<DocumentSymbol>()))];

    private static DocumentSymbol? Member(PolicyDocument document, MemberSyntax member) => member switch
    {
        TierSyntax tier => Symbol(document, tier.Name, null, DocumentSymbolKind.Namespace, tier.Location, tier.Nodes.Select(node => Node(document, node))),
        NodeSyntax node => Node(document, node),
        BackingSyntax backing => Symbol(document, backing.Keyword, null, DocumentSymbolKind.Object, backing.Location),
        DistanceSyntax distance => Symbol(document, "distance", null, DocumentSymbolKind.Array, distance.Location, distance.Location.Span),
        DomainSyntax domain => Symbol(document, domain.Name, null, DocumentSymbolKind.Module, domain.Location),
        RuleSyntax rule => Symbol(document, rule.Text, null, DocumentSymbolKind.Event, rule.Location, rule.Location.Span),
        PromoteSyntax promote => Symbol(document, promote.Text, null, DocumentSymbolKind.Event, promote.Location, promote.Location.Span),
        ProactiveSyntax proactive => Symbol(document, proactive.Text, null, DocumentSymbolKind.Event, proactive.Location, proactive.Location.Span),
        _ => null,
    };

    private static DocumentSymbol Node(PolicyDocument document, NodeSyntax node) => Symbol(document, node.Name, node.Kind.Text, DocumentSymbolKind.EnumMember, node.Location);

    private static DocumentSymbol Symbol(
        PolicyDocument document,
        NameSyntax name,
        string? detail,
        DocumentSymbolKind kind,
        SourceLocation location,
        IEnumerable<DocumentSymbol>? children = null)
        => Symbol(document, name.IsMissing ? "(no name)" : name.Text, detail, kind, location, name.Location.Span, children);

    private static DocumentSymbol Symbol(
        PolicyDocument document,
        string name,
        string? detail,
        DocumentSymbolKind kind,
        SourceLocation location,
        TextSpan selection,
        IEnumerable<DocumentSymbol>? children = null)
    {
        // A missing name stands before what comes next, which may be past the end; clients insist that it lies within.
        TextSpan whole = TextSpan.FromBounds(Math.Min(location.Span.Start, selection.Start), Math.Max(location.Span.End, selection.End));
        return new DocumentSymbol(name, detail, kind, document.RangeOf(whole), document.RangeOf(selection), [.. children ?? []]);
    }
}
