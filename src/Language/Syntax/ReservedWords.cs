namespace TierPolicy.Language.Syntax;

/// <summary>The words that cannot name a node, a tier or a domain: where they stand, the grammar could not tell.</summary>
internal static class ReservedWords
{
    public static bool Contains(string word) => word is "none" or "when" or "offline" or "trace" or "limit" or "true" or "false";
}
