using TierPolicy.Language.Text;

namespace TierPolicy.Language.Syntax;

/// <summary>
/// A part of what was written. Nodes are values and say where they stand themselves, so that a tree from a
/// <c>.tierpolicy</c> file and one that was read from C# attributes go through the same binder, and may be mixed in it.
/// </summary>
public abstract record SyntaxNode
{
    /// <summary>The whole extent of the node: its first token to its last. A node that is all of another one stands where that does.</summary>
    public abstract SourceLocation Location { get; init; }
}
