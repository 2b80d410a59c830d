using TierPolicy.Language.Binding;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Navigation;

/// <summary>Finds what one policy declares and names.</summary>
/// <param name="syntax">The policy.</param>
/// <param name="policy">Its symbol.</param>
/// <param name="topology">The names of its topology; null where that is not known, and its nodes with it.</param>
/// <param name="collector">Where it goes.</param>
internal sealed class PolicyNames(PolicySyntax syntax, Symbol policy, TopologyNames? topology, SymbolCollector collector)
{
    private readonly Dictionary<string, Symbol> _domains = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Symbol> _predicates = new(StringComparer.Ordinal);

    public void Collect()
    {
        // Domains may be named before they are declared, and predicates are facts only where a rule asks them.
        foreach (DomainSyntax domain in syntax.Members.OfType<DomainSyntax>().Where(domain => !domain.Name.IsMissing))
        {
            Symbol symbol = collector.Declare(SymbolKind.Domain, domain.Name, domain, policy);
            if (!_domains.ContainsKey(domain.Name.Text))
            {
                _domains.Add(domain.Name.Text, symbol);
            }
        }

        foreach (MemberSyntax member in syntax.Members)
        {
            CollectRule(member);
        }

        foreach (ExpectSyntax expect in syntax.Members.OfType<ExpectSyntax>())
        {
            CollectExpect(expect);
        }
    }

    private void CollectRule(MemberSyntax member)
    {
        switch (member)
        {
            case RuleSyntax rule:
                topology?.Refer(rule.Sources);
                topology?.Refer(rule.Targets);
                CollectCondition(rule.When, isDomain: false);
                break;
            case PromoteSyntax promote:
                topology?.Refer(promote.Sources);
                topology?.Refer(promote.Targets);
                CollectCondition(promote.When, isDomain: false);
                break;
            case ProactiveSyntax proactive:
                topology?.Refer(proactive.Sources);
                CollectCondition(proactive.When, isDomain: false);
                break;
            case WatermarksSyntax watermarks:
                topology?.Refer(watermarks.Nodes);
                break;
            case DomainSyntax domain:
                foreach (NodesValueSyntax nodes in domain.Clauses.Select(clause => clause.Value).OfType<NodesValueSyntax>())
                {
                    topology?.Refer(nodes.Nodes);
                }

                break;
            case AssertSyntax assert:
                topology?.Refer(assert.Offline);
                foreach (NameSyntax step in assert.Steps)
                {
                    topology?.Refer(step);
                }

                break;
        }
    }

    private void CollectExpect(ExpectSyntax expect)
    {
        topology?.Refer(expect.Node);
        topology?.Refer(expect.Target);
        foreach (ClauseSyntax fact in expect.Facts)
        {
            if (FactName.FindShort(fact.Keyword.Text) is { Type: Model.ValueType.Domain })
            {
                if (fact.Value is WordSyntax word)
                {
                    ReferToDomain(word.Name);
                }
            }
            else if (_predicates.TryGetValue(fact.Keyword.Text, out Symbol? predicate))
            {
                collector.Refer(predicate, fact.Keyword);
            }
        }
    }

    /// <param name="expression">The condition, or a part of it.</param>
    /// <param name="isDomain">Whether it is compared with a domain, so that a bare name is one before it is anything else.</param>
    private void CollectCondition(ExpressionSyntax? expression, bool isDomain)
    {
        switch (expression)
        {
            case NameExpressionSyntax { Name: var name } when FactName.Find(name.Text) is null && (isDomain || !ExpressionBinder.IsWord(name.Text)):
                ReferToDomain(name);
                break;
            case PredicateSyntax { Method: { IsMissing: false } method }:
                if (_predicates.TryGetValue(method.Text, out Symbol? predicate))
                {
                    collector.Refer(predicate, method);
                }
                else
                {
                    _predicates.Add(method.Text, collector.Declare(SymbolKind.Predicate, method, declaration: null, policy));
                }

                break;
            case NotSyntax not:
                CollectCondition(not.Operand, isDomain: false);
                break;
            case ParenthesizedSyntax parenthesized:
                CollectCondition(parenthesized.Expression, isDomain);
                break;
            case BinarySyntax binary:
                CollectCondition(binary.Left, IsDomain(binary.Right));
                CollectCondition(binary.Right, IsDomain(binary.Left));
                break;
        }
    }

    private bool IsDomain(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedSyntax parenthesized => IsDomain(parenthesized.Expression),
        NameExpressionSyntax { Name.Text: var name } => FactName.Find(name) is { } fact
            ? fact.Type == Model.ValueType.Domain
            : !ExpressionBinder.IsWord(name) && _domains.ContainsKey(name),
        _ => false,
    };

    private void ReferToDomain(NameSyntax name)
    {
        if (_domains.TryGetValue(name.Text, out Symbol? domain))
        {
            collector.Refer(domain, name);
        }
    }
}
