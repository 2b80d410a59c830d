using TierPolicy.Language.Binding;
using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Fixes;

/// <summary>Finds the ways out of a mistake in a <c>.tierpolicy</c> file. Every host offers the same: code fixes, the language server, the tool.</summary>
public static class FixFinder
{
    private static readonly FixKind Replace = new ReplaceFix();
    private static readonly FixKind Remove = new RemoveStatementFix();
    private static readonly FixKind RemoveName = new RemoveNameFix();
    private static readonly FixKind Silence = new SilenceFix();
    private static readonly FixKind AddUnit = new AddUnitFix();

    private static readonly Dictionary<DiagnosticDescriptor, FixKind> Kinds = new()
    {
        [Descriptors.SyntaxError] = new AddSignFix(),
        [Descriptors.ChainedComparison] = new SplitComparisonFix(),
        [Descriptors.MisplacedNamespace] = Remove,
        [Descriptors.RepeatedClause] = Remove,
        [Descriptors.WrongValue] = AddUnit,
        [Descriptors.TypeMismatch] = AddUnit,
        [Descriptors.MissingClause] = new AddClauseFix(),
        [Descriptors.AmbiguousName] = new QualifyNameFix(),
        [Descriptors.MissingCapacity] = new AddClauseFix(),
        [Descriptors.ClauseNotForKind] = Remove,
        [Descriptors.MissingDistanceRow] = new AddDistanceRowFix(),
        [Descriptors.EmptyTier] = Remove,
        [Descriptors.DistanceOfUnaddressable] = Remove,
        [Descriptors.MigrateOff] = new AddModeFix(),
        [Descriptors.StrandedPages] = new AddPromoteRuleFix(),
        [Descriptors.FalseAssert] = new TakePathFix(),
        [Descriptors.ChainAfterNone] = new EndChainFix(),
        [Descriptors.PromotionToUnaddressable] = RemoveName,
        [Descriptors.TargetNeverGiven] = RemoveName,
        [Descriptors.RulesNotTotal] = new MakeTotalFix(),
        [Descriptors.RuleNeverMatches] = Remove,
        [Descriptors.NeverTrue] = Remove,
        [Descriptors.AlwaysTrue] = new RemoveConditionFix(),
    };

    /// <param name="diagnostic">The mistake.</param>
    /// <param name="file">The file that it was made in.</param>
    /// <param name="text">The file's text.</param>
    /// <param name="bound">What the file is bound to, with those of its project; null: it stands alone.</param>
    /// <returns>The likeliest first; empty where there is none.</returns>
    public static IReadOnlyList<Fix> Find(Diagnostic diagnostic, SyntaxFile file, string text, BindingResult? bound = null)
        => ContextOf(diagnostic, file, text, bound) is { } context ? [.. Corrections(context), .. Find(Silence, context)] : [];

    /// <summary>Those of the ways out that mend what is wrong; to silence it does not.</summary>
    public static IReadOnlyList<Fix> FindCorrections(Diagnostic diagnostic, SyntaxFile file, string text, BindingResult? bound = null)
        => ContextOf(diagnostic, file, text, bound) is { } context ? [.. Corrections(context)] : [];

    private static FixContext? ContextOf(Diagnostic diagnostic, SyntaxFile file, string text, BindingResult? bound)
        => diagnostic.Location.Path != file.Path || diagnostic.Location.Span.End > text.Length ? null : new(diagnostic, file, text, bound);

    private static IEnumerable<Fix> Corrections(FixContext context)
        => Find(Replace, context).Concat(Kinds.TryGetValue(context.Diagnostic.Descriptor, out FixKind? kind) ? Find(kind, context) : []);

    private static IEnumerable<Fix> Find(FixKind kind, FixContext context) => kind.Find(context).Select(fix => fix.Kind.Length > 0 ? fix : fix with { Kind = kind.GetType().Name });
}
