using TierPolicy.Language.Syntax;
using TierPolicy.Language.Words;

namespace TierPolicy.Language.Expectations;

/// <summary>A block that is open at a position, or the file itself.</summary>
/// <param name="kind">What it is a block of.</param>
/// <param name="header">The statement that opened it.</param>
internal sealed class Block(BlockKind kind, IReadOnlyList<Token> header)
{
    public BlockKind Kind => kind;

    public IReadOnlyList<Token> Header => header;

    /// <summary>The first words of its statements, wherever they stand in it.</summary>
    public HashSet<string> Said { get; } = new(StringComparer.Ordinal);

    /// <summary>Where the words are that begin its statements; null where those are no words of the language.</summary>
    public WordPlace? Clauses => kind switch
    {
        BlockKind.File => WordPlace.File,
        BlockKind.Topology => WordPlace.Topology,
        BlockKind.Tier => WordPlace.Tier,
        BlockKind.Node => WordPlace.Node,
        BlockKind.Swap => WordPlace.Swap,
        BlockKind.Store => WordPlace.Store,
        BlockKind.Policy => WordPlace.Policy,
        BlockKind.Watermarks => WordPlace.Watermark,
        BlockKind.Domain => WordPlace.Domain,
        BlockKind.Expect => WordPlace.ExpectFact,
        _ => null,
    };
}

internal enum BlockKind
{
    File,
    Topology,
    Tier,
    Node,
    Swap,
    Store,
    Distance,
    Policy,
    Watermarks,
    Domain,
    Expect,
    ExpectTrace,

    /// <summary>A brace where the grammar has none.</summary>
    Unknown,
}
