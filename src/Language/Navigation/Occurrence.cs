using TierPolicy.Language.Text;

namespace TierPolicy.Language.Navigation;

/// <summary>A place where a symbol is named.</summary>
/// <param name="Symbol">What is named.</param>
/// <param name="Location">The name, with all its parts where it is qualified.</param>
/// <param name="IsDeclaration">Whether it is declared here.</param>
public sealed record Occurrence(Symbol Symbol, SourceLocation Location, bool IsDeclaration);
