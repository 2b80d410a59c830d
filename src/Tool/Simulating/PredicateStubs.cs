using TierPolicy.Language.Model;
using TierPolicy.Tool.Predicates;

namespace TierPolicy.Tool.Simulating;

/// <summary>C# for the predicates of policies where none is given: none of them ever holds, as the language says of where no C# runs.</summary>
internal static class PredicateStubs
{
    /// <summary>A file a predicate.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<Policy> policies) =>
        policies.SelectMany(static policy => PredicateAnswers.MethodsOf(policy).Select(method => Of(policy, method))).Distinct(StringComparer.Ordinal);

    private static string Of(Policy policy, string method)
    {
        string[] names = method.Split('.');
        string body = $"internal static bool @{names[^1]}(in global::TierPolicy.PageInfo page) => false;";

        // Without a type it is a method of the policy itself.
        string members = names.Length == 1
            ? $"partial struct @{policy.Name} {{ {body} }}"
            : names[..^1].Reverse().Aggregate(body, static (inner, name) => $"internal static partial class @{name} {{ {inner} }}");
        return policy.Namespace.Length == 0 ? members : $"namespace {string.Join('.', policy.Namespace.Split('.').Select(static name => "@" + name))} {{ {members} }}";
    }
}
