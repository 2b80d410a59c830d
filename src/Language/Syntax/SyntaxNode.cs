using TierPolicy.Language.Text;

namespace TierPolicy.Language.Syntax;

/// <summary>
/// A part of what was written. Nodes are values and say where they stand themselves, so that a tree from a
/// <c>.tierpolicy</c> file and one that was read from C# attributes go through the same binder, and may be mixed in it.
/// </summary>
/// <param name="Location">The whole extent of the node: its first token to its last.</param>
public abstract record SyntaxNode(SourceLocation Location);
