using TierPolicy.Language.Text;

namespace TierPolicy.Language.Syntax;

/// <summary>
/// A name or a contextual word. A dotted one (<c>source.free</c>, <c>Acme.Rules.IsHot</c>) stands here with its dots and
/// without white space. The text is what C# would take the identifier to be: formatting characters do not count. Empty where a name was
/// expected and none found: that has been reported.
/// </summary>
public sealed record NameSyntax(string Text, SourceLocation Location) : SyntaxNode
{
    public bool IsMissing => Text.Length == 0;
}

/// <summary>NODES: <c>*</c>, or names of nodes and tiers separated by commas.</summary>
/// <param name="Names">Empty for <c>*</c>.</param>
/// <param name="IsAll">True for <c>*</c>.</param>
public sealed record NodesSyntax(EquatableArray<NameSyntax> Names, bool IsAll, SourceLocation Location) : SyntaxNode;
