using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Syntax;

/// <summary>
/// A piece of the language that was parsed alone. <paramref name="Syntax"/> is there even when it is wrong; with an error
/// among the diagnostics the declaration that it goes into has errors.
/// </summary>
public sealed record Fragment<T>(T Syntax, EquatableArray<Diagnostic> Diagnostics)
    where T : SyntaxNode;
