using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Binding;

/// <summary>Finds conditions that no page meets, and such as every page does.</summary>
internal sealed class ConditionChecker(int domains, DiagnosticBag diagnostics)
{
    // A condition of a thousand cases, and all conditions of a policy.
    private const int MostSteps = 5_000;

    private readonly FactBox _allPages = new(0, domains);
    private int _left = 200_000;

    /// <summary>True where the condition can never hold.</summary>
    /// <param name="syntax">The condition as written.</param>
    /// <param name="condition">What it comes to; null: always.</param>
    public bool Check(ExpressionSyntax? syntax, Expression? condition)
    {
        switch (syntax)
        {
            case null:
                return false;
            case NameExpressionSyntax { Name.Text: "true" or "false" } literal:
                // Whoever writes so means it.
                return literal.Name.Text == "false";
        }

        if (condition is not null && !CanBe(condition, true))
        {
            diagnostics.Report(Descriptors.NeverTrue, syntax.Location);
            return true;
        }

        if (condition is null || !CanBe(condition, false))
        {
            diagnostics.Report(Descriptors.AlwaysTrue, syntax.Location);
        }

        return false;
    }

    private bool CanBe(Expression condition, bool holds)
    {
        if (AsksOnce(condition))
        {
            return _allPages.Meets(condition, holds);
        }

        int most = Math.Min(MostSteps, _left);
        PageSearch search = new(most, mostWays: most);
        RuleInChain rule = new(0, condition, HasOwnTargets: false);
        bool? canBe = holds ? search.Find((0, domains), rule, new([]), default) : search.Find((0, domains), taking: null, new([rule]), default);
        _left -= most - search.Left;
        return canBe != false;
    }

    /// <summary>Whether the condition compares every name at most once, and with constants.</summary>
    private static bool AsksOnce(Expression condition)
    {
        int asked = 0;
        return AsksOnce(condition, ref asked);
    }

    private static bool AsksOnce(Expression condition, ref int asked)
    {
        switch (condition)
        {
            case ConstantExpression:
                return true;
            case NotExpression not:
                return AsksOnce(not.Operand, ref asked);
            case PredicateExpression:
                // Two may be one.
                return Ask(31, ref asked);
            case BinaryExpression { Operator: BinaryOperator.And or BinaryOperator.Or } logic:
                return AsksOnce(logic.Left, ref asked) && AsksOnce(logic.Right, ref asked);
            default:
                return FactComparison.Of(condition, holds: true) is { } comparison && Ask((int)comparison.Fact, ref asked);
        }

        static bool Ask(int name, ref int asked)
        {
            bool isFirst = (asked & (1 << name)) == 0;
            asked |= 1 << name;
            return isFirst;
        }
    }
}
