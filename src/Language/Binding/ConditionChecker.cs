using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Binding;

/// <summary>Finds conditions that no page meets, and such as every page does.</summary>
internal sealed class ConditionChecker(int domains, DiagnosticBag diagnostics)
{
    // A condition of a thousand cases, and all conditions of a policy.
    private const int MostSteps = 5_000;

    private readonly FactBox _allPages = FactBox.OfAll(domains);
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
        if (ConditionCases.AsksOnce(condition))
        {
            return ConditionCases.Meets(_allPages, condition, holds);
        }

        int most = Math.Min(MostSteps, _left);
        ConditionCases cases = new(most);
        bool canBe = cases.Part(_allPages, condition, holds).Any() || cases.IsExhausted;
        _left -= most - cases.Left;
        return canBe;
    }
}
