using TierPolicy.Language.Model;

namespace TierPolicy.Language.Binding;

/// <summary>A rule as one of those that are tried one after the other.</summary>
/// <param name="Index">Its place among the policy's rules.</param>
/// <param name="When">Null: always.</param>
/// <param name="HasOwnTargets"><c>target.free</c> is not that of the gate's targets.</param>
internal readonly record struct RuleInChain(int Index, Expression? When, bool HasOwnTargets);
