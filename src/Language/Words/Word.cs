using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Words;

/// <summary>A word of the language, in one of the places where it can stand.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Text">As written.</param>
/// <param name="Form">The statement or part that it begins, with what it takes: <c>capacity SIZE;</c></param>
/// <param name="Meaning">What it means, in a sentence or two.</param>
public sealed record Word(WordPlace Place, string Text, string Form, string Meaning)
{
    /// <summary>The kind of number that stands behind it; null where none does.</summary>
    public NumberKind? Takes { get; init; }

    /// <summary>Whether it opens a block in braces.</summary>
    public bool OpensBlock => Form.IndexOf('{') >= 0;
}
