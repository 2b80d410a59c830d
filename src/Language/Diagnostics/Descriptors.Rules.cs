namespace TierPolicy.Language.Diagnostics;

public static partial class Descriptors
{
    /// <summary>An operator between types that do not go together.</summary>
    public static readonly DiagnosticDescriptor TypeMismatch = Error("TP0301", "Types do not go together", "'{0}' does not go with {1} and {2}");

    /// <summary>An operator on a type that does not have it.</summary>
    public static readonly DiagnosticDescriptor WrongOperand = Error("TP0302", "Wrong type of operand", "'{0}' takes {1}, not {2}");

    /// <summary>A condition must be true or false.</summary>
    public static readonly DiagnosticDescriptor ConditionNotBool = Error("TP0303", "Not a condition", "a condition is true or false, but this is {0}");

    /// <summary>A comparison that the range of one side decides.</summary>
    public static readonly DiagnosticDescriptor ConstantOutOfRange = Error("TP0304", "Constant out of range", "{0} is out of the range of '{1}', which is from {2} to {3}");

    /// <summary><c>*</c> and <c>/</c> work on constants.</summary>
    public static readonly DiagnosticDescriptor NotConstant = Error("TP0305", "Not a constant", "'{0}' works on constants only");

    /// <summary>Constants are computed when the policy is compiled, and this one has no value.</summary>
    public static readonly DiagnosticDescriptor DivisionByZero = Error("TP0306", "Division by zero", "division by zero");

    /// <summary>A predicate is asked about the page.</summary>
    public static readonly DiagnosticDescriptor PredicateArgument = Error("TP0307", "Wrong argument of a predicate", "a predicate takes 'page', not '{0}'");

    /// <summary>What happens to a page that no rule takes.</summary>
    public static readonly DiagnosticDescriptor RulesNotTotal = Information("TP0308", "Rules may not match", "it may be that no rule matches a page on '{0}': then {1}");

    /// <summary>A rule that is there for nothing.</summary>
    public static readonly DiagnosticDescriptor RuleNeverMatches = Warning("TP0309", "Rule that never matches", "the rule never matches: {0}");

    /// <summary>A condition that no page meets.</summary>
    public static readonly DiagnosticDescriptor NeverTrue = Warning("TP0310", "Condition that is never true", "the condition is never true");

    /// <summary>A condition that every page meets, and that can be left out.</summary>
    public static readonly DiagnosticDescriptor AlwaysTrue = Information("TP0311", "Condition that is always true", "the condition is always true");
}
