namespace TierPolicy.Tool.Graphs;

/// <summary>Pages go this way.</summary>
/// <param name="Text">What sends them: the rules as written, or the order of the policy.</param>
internal sealed record Edge(int From, int To, EdgeKind Kind, string Text);

internal enum EdgeKind
{
    Demotion,
    Promotion,
}
