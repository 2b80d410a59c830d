using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;
using TierPolicy.Language.Words;

namespace TierPolicy.Language.Expectations;

/// <summary>What can stand at a position of a file.</summary>
public sealed record Expectation
{
    /// <summary>Nothing that could be listed: a new name, a string, a comment.</summary>
    public static Expectation Nothing { get; } = new();

    /// <summary>The words of the language, the likeliest kind first.</summary>
    public IReadOnlyList<Word> Words { get; init; } = [];

    /// <summary>The names.</summary>
    public NameKinds Names { get; init; }

    /// <summary>Whether <c>*</c> can stand there, for all nodes.</summary>
    public bool TakesAll { get; init; }

    /// <summary>The kind of number that is expected; null where none is, or any.</summary>
    public NumberKind? Number { get; init; }

    /// <summary>What is written there already, up to the position: the part of a name, dots included, or of a unit.</summary>
    public TextSpan Written { get; init; }
}
