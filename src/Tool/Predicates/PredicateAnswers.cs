extern alias runtime;

using TierPolicy.Language.Evaluation;
using TierPolicy.Language.Model;
using TierPolicy.Language.Text;
using PageInfo = runtime::TierPolicy.PageInfo;

namespace TierPolicy.Tool.Predicates;

/// <summary>What the predicates of one policy say of one page: a fact that names one has the last word, then the program's own code.</summary>
internal sealed class PredicateAnswers
{
    private readonly Dictionary<string, string> _reasons;

    private PredicateAnswers(PageFacts facts, Dictionary<string, string> reasons)
    {
        Facts = facts;
        _reasons = reasons;
    }

    /// <summary>The page, with the predicates that hold.</summary>
    public PageFacts Facts { get; }

    /// <param name="policy">The policy.</param>
    /// <param name="facts">The page, with the predicates that a fact says are true.</param>
    /// <param name="said">All predicates that a fact names.</param>
    /// <param name="library">Where the others are looked up.</param>
    public static PredicateAnswers Of(Policy policy, PageFacts facts, IReadOnlyCollection<string> said, PredicateLibrary library)
    {
        List<string> holding = [.. facts.TruePredicates];
        Dictionary<string, string> reasons = new(StringComparer.Ordinal);
        foreach (string method in MethodsOf(policy))
        {
            if (said.Contains(method, StringComparer.Ordinal))
            {
                reasons[method] = facts.TruePredicates.Contains(method) ? "is said to be true" : "is said to be false";
            }
            else if (library.IsEmpty)
            {
                reasons[method] = $"is taken as false: no fact says that it is true, and no {PredicateLibrary.Option} has it";
            }
            else
            {
                PredicateAnswer answer = library.Ask(policy, method, Page(facts));
                reasons[method] = answer.WhyNot is { } why ? $"is taken as false: {why}" : $"is {(answer.Holds ? "true" : "false")}";
                holding.AddRange(answer.Holds ? [method] : []);
            }
        }

        return new PredicateAnswers(facts with { TruePredicates = holding.ToEquatableArray() }, reasons);
    }

    /// <summary>"Acme.Rules.Hot(page) is true".</summary>
    public string Explain(string method) => $"{method}(page) {_reasons[method]}";

    private static PageInfo Page(PageFacts facts) => new()
    {
        Node = facts.Node,
        IdleNanoseconds = facts.IdleNanoseconds,
        AgeNanoseconds = facts.AgeNanoseconds,
        Accesses = (int)facts.Accesses,
        IsDirty = facts.IsDirty,
        Kind = facts.Kind == PageKind.File ? runtime::TierPolicy.PageKind.File : runtime::TierPolicy.PageKind.Anon,
        Domain = facts.Domain,
        Tag = (byte)facts.Tag,
    };

    /// <summary>The predicates that the rules of a policy name, as written.</summary>
    public static IEnumerable<string> MethodsOf(Policy policy)
    {
        IEnumerable<Expression?> conditions = policy.ReclaimRules.Select(rule => rule.When).Concat(policy.PromoteRules.Select(rule => rule.When)).Concat(policy.ProactiveRules.Select(rule => rule.When));
        return conditions.SelectMany(Predicates).Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Predicates(Expression? condition)
    {
        Stack<Expression> ahead = new(condition is null ? [] : [condition]);
        while (ahead.TryPop(out Expression? next))
        {
            switch (next)
            {
                case PredicateExpression predicate:
                    yield return predicate.Method;
                    break;
                case NotExpression not:
                    ahead.Push(not.Operand);
                    break;
                case BinaryExpression binary:
                    ahead.Push(binary.Right);
                    ahead.Push(binary.Left);
                    break;
            }
        }
    }
}
