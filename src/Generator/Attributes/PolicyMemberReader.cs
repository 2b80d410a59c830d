using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Generator.Attributes;

/// <summary>Reads one attribute of a policy as the clause that it stands for.</summary>
/// <param name="arguments">The attribute.</param>
/// <param name="predicate">The method that it is on; null where it is on the struct.</param>
internal sealed class PolicyMemberReader(AttributeArguments arguments, PredicateSyntax? predicate)
{
    public MemberSyntax? Read(string attribute) => attribute switch
    {
        "Keep" => ReadRule(ReclaimVerdict.Keep, "keep"),
        "Discard" => ReadRule(ReclaimVerdict.Discard, "discard"),
        "Demote" => ReadRule(ReclaimVerdict.Demote, "demote"),
        "Promote" => new PromoteSyntax(
            Nodes("nodes") ?? MissingNodes, Nodes("targets") ?? MissingNodes, When(), Number("Limit"), Text("promote"), arguments.Location),
        "Proactive" => new ProactiveSyntax(
            Nodes("nodes") ?? MissingNodes, When() ?? new MissingExpressionSyntax(arguments.Location), Number("Limit"), Text("proactive"), arguments.Location),
        "Domain" => ReadDomain(),
        "Watermarks" => ReadWatermarks(),
        "Assert" => arguments.ParseRequired("assertion", Parser.ParseAssert),
        "Expect" => arguments.ParseRequired("expectation", Parser.ParseExpect),
        _ => null,
    };

    private RuleSyntax ReadRule(ReclaimVerdict verdict, string keyword) =>
        new(verdict, Nodes("nodes"), Nodes("targets"), When(), Text(keyword), arguments.Location);

    private DomainSyntax ReadDomain()
    {
        NodesSyntax? nodes = Nodes("Nodes");
        ClauseSyntax?[] clauses =
        [
            arguments.Clause("limit", "Limit", Parser.ParseNumber),
            nodes is null ? null : new ClauseSyntax(new NameSyntax("nodes", nodes.Location), new NodesValueSyntax(nodes), nodes.Location),
            arguments.WordClause("demotion", "Demotion"),
        ];
        return new(arguments.ParseRequired("name", Parser.ParseIdentifier) ?? new NameSyntax("", arguments.Location), clauses.OfType<ClauseSyntax>().ToEquatableArray(), arguments.Location);
    }

    private WatermarksSyntax ReadWatermarks()
    {
        ClauseSyntax?[] clauses =
        [
            arguments.Clause("min", "Min", Parser.ParseNumber),
            arguments.Clause("low", "Low", Parser.ParseNumber),
            arguments.Clause("high", "High", Parser.ParseNumber),
            arguments.Clause("promo", "Promo", Parser.ParseNumber),
        ];
        return new(Nodes("nodes") ?? MissingNodes, clauses.OfType<ClauseSyntax>().ToEquatableArray(), arguments.Location);
    }

    /// <summary>The method, the condition, or both.</summary>
    private ExpressionSyntax? When()
    {
        ExpressionSyntax? when = arguments.Parse("When", Parser.ParseExpression);
        if (predicate is null || when is null)
        {
            return predicate ?? when;
        }

        return new BinarySyntax(predicate, new BinaryOperatorSyntax(BinaryOperatorKind.And, when.Location), when, when.Location);
    }

    private NodesSyntax? Nodes(string name) => arguments.Parse(name, Parser.ParseNodes);

    private NodesSyntax MissingNodes => new(default, IsAll: false, arguments.Location);

    private NumberSyntax? Number(string name) => arguments.Parse(name, Parser.ParseNumber);

    /// <summary>The rule as a file would say it.</summary>
    private string Text(string keyword)
    {
        string? nodes = OneLine("nodes");
        string? targets = OneLine("targets");
        string? when = OneLine("When");
        string? limit = OneLine("Limit");
        if (predicate is not null)
        {
            when = when is null ? $"{predicate.Method.Text}(page)" : $"{predicate.Method.Text}(page) and ({when})";
        }

        return keyword
            + (nodes is null ? "" : $" {nodes}")
            + (targets is null ? "" : $" -> {targets}")
            + (when is null ? "" : $" when {when}")
            + (limit is null ? "" : $" limit {limit}");
    }

    private string? OneLine(string name) => arguments.Text(name) is { } text ? Parser.OneLine(text) : null;
}
