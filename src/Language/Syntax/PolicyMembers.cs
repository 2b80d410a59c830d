using TierPolicy.Language.Model;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Syntax;

/// <summary><c>reclaim MODE | …;</c></summary>
public sealed record ReclaimSyntax(EquatableArray<NameSyntax> Modes, SourceLocation Location) : MemberSyntax(Location);

/// <summary><c>watermarks NODES { min …; low …; high …; promo …; }</c></summary>
public sealed record WatermarksSyntax(NodesSyntax Nodes, EquatableArray<ClauseSyntax> Clauses, SourceLocation Location) : MemberSyntax(Location);

/// <summary><c>keep</c>, <c>discard</c> or <c>demote</c> <c>[NODES] [-> NODES] [when E];</c></summary>
/// <param name="Sources">Null: all nodes.</param>
/// <param name="Targets">Null: none named.</param>
/// <param name="When">Null: always.</param>
/// <param name="Text">The rule as written, white space collapsed and comments dropped, for people.</param>
public sealed record RuleSyntax(
    ReclaimVerdict Verdict,
    NodesSyntax? Sources,
    NodesSyntax? Targets,
    ExpressionSyntax? When,
    string Text,
    SourceLocation Location) : MemberSyntax(Location);

/// <summary><c>proactive NODES when E [limit RATE];</c></summary>
public sealed record ProactiveSyntax(
    NodesSyntax Sources,
    ExpressionSyntax When,
    NumberSyntax? Limit,
    string Text,
    SourceLocation Location) : MemberSyntax(Location);

/// <summary><c>promote NODES -> NODES [when E] [limit RATE];</c></summary>
public sealed record PromoteSyntax(
    NodesSyntax Sources,
    NodesSyntax Targets,
    ExpressionSyntax? When,
    NumberSyntax? Limit,
    string Text,
    SourceLocation Location) : MemberSyntax(Location);

/// <summary><c>domain NAME { limit …; nodes …; demotion …; }</c></summary>
public sealed record DomainSyntax(NameSyntax Name, EquatableArray<ClauseSyntax> Clauses, SourceLocation Location) : MemberSyntax(Location);

/// <summary><c>assert [offline(NODES):] A -> B -> …;</c></summary>
/// <param name="Steps">The chain; a last <c>none</c> stands in it as a name.</param>
public sealed record AssertSyntax(NodesSyntax? Offline, EquatableArray<NameSyntax> Steps, SourceLocation Location) : MemberSyntax(Location);

/// <summary><c>expect NODE { FACT; … } -> VERDICT;</c></summary>
/// <param name="Facts">A fact's keyword is a name without <c>page.</c>, or a predicate's; no value is true.</param>
/// <param name="Verdict"><c>keep</c>, <c>discard</c> or <c>demote</c>.</param>
/// <param name="Target">The target of <c>demote TARGET</c>.</param>
public sealed record ExpectSyntax(
    NameSyntax Node,
    EquatableArray<ClauseSyntax> Facts,
    NameSyntax Verdict,
    NameSyntax? Target,
    SourceLocation Location) : MemberSyntax(Location);

/// <summary><c>expect trace "FILE" { METRIC OP VALUE; … }</c>, run by <c>tierpolicy test</c>.</summary>
public sealed record ExpectTraceSyntax(StringSyntax File, EquatableArray<MetricSyntax> Metrics, SourceLocation Location) : MemberSyntax(Location);

/// <summary><c>METRIC OP VALUE;</c></summary>
public sealed record MetricSyntax(NameSyntax Metric, BinaryOperatorSyntax Operator, NumberSyntax Value, SourceLocation Location) : SyntaxNode;
