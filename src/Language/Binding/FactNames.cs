using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Binding;

/// <summary>The facts that an <c>expect</c> of a policy may state: the names of the language, and the C# predicates that the policy's conditions ask.</summary>
internal sealed class FactNames
{
    public FactNames(PolicySyntax policy)
    {
        IsIncomplete = policy.HasErrors;
        Predicates = Collect(policy);
        All = new HashSet<string>(FactName.All.Select(fact => fact.ShortName).Concat(Predicates), StringComparer.Ordinal);
    }

    /// <summary>Conditions may be missing from the policy, and predicates with them.</summary>
    public bool IsIncomplete { get; }

    public HashSet<string> Predicates { get; }

    public HashSet<string> All { get; }

    private static HashSet<string> Collect(PolicySyntax policy)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (MemberSyntax member in policy.Members)
        {
            switch (member)
            {
                case RuleSyntax rule:
                    Collect(rule.When, names);
                    break;
                case PromoteSyntax promote:
                    Collect(promote.When, names);
                    break;
                case ProactiveSyntax proactive:
                    Collect(proactive.When, names);
                    break;
            }
        }

        return names;
    }

    private static void Collect(ExpressionSyntax? expression, HashSet<string> names)
    {
        switch (expression)
        {
            case PredicateSyntax predicate:
                names.Add(predicate.Method.Text);
                break;
            case NotSyntax not:
                Collect(not.Operand, names);
                break;
            case ParenthesizedSyntax parenthesized:
                Collect(parenthesized.Expression, names);
                break;
            case BinarySyntax binary:
                Collect(binary.Left, names);
                Collect(binary.Right, names);
                break;
        }
    }
}
