extern alias runtime;

using TierPolicy.Generator.Emission;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;
using Admission = runtime::TierPolicy.Admission;
using Aging = runtime::TierPolicy.Aging;
using DemotionOrder = runtime::TierPolicy.DemotionOrder;
using DomainDemotion = runtime::TierPolicy.DomainDemotion;
using ReclaimMode = runtime::TierPolicy.ReclaimMode;

namespace TierPolicy.Tool.Conversion;

/// <summary>Writes a policy as a struct: its settings in one attribute, then an attribute a statement, in their order.</summary>
internal sealed class PolicyWriter(CSharpOutput output, FileComments comments, RuntimeNames names)
{
    /// <param name="policy">The policy.</param>
    /// <param name="topology">Its topology, if that is written here too: then C# can name it as a type.</param>
    public void Write(PolicySyntax policy, TopologySyntax? topology)
    {
        WriteSettings(policy, topology);
        bool isFirst = true;
        foreach (MemberSyntax member in policy.Members)
        {
            if (Attribute(member) is { } attribute)
            {
                StatementComments around = isFirst ? comments.Of(member) with { AfterEmptyLine = false } : comments.Of(member);
                output.Statement(around, member.Location.Span.Start, [attribute.ToLine()]);
                isFirst = false;
            }
        }

        output.Comments(comments.AtEndOf(policy));
        output.EndSilences(policy.Location.Span.End - 1);
        string accessibility = policy.IsInternal ? "internal" : "public";
        output.Line($"{accessibility} readonly partial struct {CSharpText.TypeName(policy.Name.Text)};");
        output.EndSilences(policy.Location.Span.End);
    }

    private void WriteSettings(PolicySyntax policy, TopologySyntax? topology)
    {
        MemberSyntax[] settings = [.. policy.Members.Where(member => Attribute(member) is null)];
        AttributeText attribute = topology is null
            ? names.Attribute("TierPolicy").Text(policy.Topology.Text)
            : new AttributeText($"{names.Of("TierPolicy")}<{CSharpText.TypeName(topology.Name.Text)}>");
        if (settings.OfType<ReclaimSyntax>().FirstOrDefault() is { } reclaim)
        {
            attribute.Code("Reclaim", string.Join(" | ", reclaim.Modes.Select(mode => names.Member<ReclaimMode>(mode.Text))));
        }

        foreach (ClauseSyntax clause in settings.OfType<ClauseSyntax>())
        {
            string word = (clause.Value as WordSyntax)?.Name.Text ?? "";
            attribute = clause.Keyword.Text switch
            {
                "order" => attribute.Code("Order", names.Member<DemotionOrder>(word)),
                "aging" => attribute.Code("Aging", names.Member<Aging>(word)),
                _ => attribute.Code("Admission", names.Member<Admission>(word)),
            };
        }

        StatementComments all = new([.. settings.SelectMany(setting => comments.Of(setting).Leading.Concat(comments.Of(setting).Trailing))], [], false);
        output.Statement(all, policy.Location.Span.Start, [attribute.ToLine()]);
    }

    /// <summary>The attribute that a statement becomes; null for a setting, which goes into that of the policy.</summary>
    private AttributeText? Attribute(MemberSyntax member) => member switch
    {
        ReclaimSyntax or ClauseSyntax => null,
        RuleSyntax rule => names.Attribute(rule.Verdict.ToString())
            .Text(NodesOf(rule.Sources))
            .Text(NodesOf(rule.Targets))
            .Text("When", ConditionOf(rule.When)),
        PromoteSyntax rule => names.Attribute("Promote")
            .Text(NodesOf(rule.Sources))
            .Text(NodesOf(rule.Targets))
            .Text("When", ConditionOf(rule.When))
            .Text("Limit", rule.Limit?.Text),
        ProactiveSyntax rule => names.Attribute("Proactive")
            .Text(NodesOf(rule.Sources))
            .Text("When", ConditionOf(rule.When))
            .Text("Limit", rule.Limit?.Text),
        WatermarksSyntax marks => names.Attribute("Watermarks")
            .Text(NodesOf(marks.Nodes))
            .Clause("Min", Find(marks.Clauses, "min"))
            .Clause("Low", Find(marks.Clauses, "low"))
            .Clause("High", Find(marks.Clauses, "high"))
            .Clause("Promo", Find(marks.Clauses, "promo")),
        DomainSyntax domain => names.Attribute("Domain")
            .Text(domain.Name.Text)
            .Clause("Limit", Find(domain.Clauses, "limit"))
            .Clause("Nodes", Find(domain.Clauses, "nodes"))
            .Code("Demotion", Find(domain.Clauses, "demotion")?.Value is WordSyntax word ? names.Member<DomainDemotion>(word.Name.Text) : null),
        AssertSyntax assertion => names.Attribute("Assert").Text(SyntaxPrinter.Assertion(assertion)),
        ExpectSyntax expect => names.Attribute("Expect").Text(SyntaxPrinter.Expectation(expect)),
        ExpectTraceSyntax expect => names.Attribute("Expect").Text(SyntaxPrinter.Expectation(expect)),
        _ => throw new ArgumentOutOfRangeException(nameof(member)),
    };

    private static ClauseSyntax? Find(EquatableArray<ClauseSyntax> clauses, string keyword) => clauses.FirstOrDefault(clause => clause.Keyword.Text == keyword);

    private static string? NodesOf(NodesSyntax? nodes) => nodes is null ? null : SyntaxPrinter.Nodes(nodes);

    private static string? ConditionOf(ExpressionSyntax? condition) => condition is null ? null : SyntaxPrinter.Condition(condition);
}
