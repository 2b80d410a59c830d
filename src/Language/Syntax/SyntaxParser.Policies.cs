using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Model;
using TierPolicy.Language.Text;
using TierPolicy.Language.Words;

namespace TierPolicy.Language.Syntax;

internal sealed partial class SyntaxParser
{
    private static readonly string[] PolicyWords = WordTable.TextsAt(WordPlace.Policy);

    private MemberSyntax? ParsePolicyMember()
    {
        if (!At(TokenKind.Identifier))
        {
            ReportExpected("a clause of the policy");
            return null;
        }

        MemberSyntax? member;
        switch (TextOf(Current))
        {
            case "order" or "aging" or "admission":
                return ParseClause();
            case "watermarks":
                return ParseWatermarks();
            case "domain":
                return ParseDomain();
            case "reclaim":
                member = ParseReclaim();
                break;
            case "keep":
                member = ParseRule(ReclaimVerdict.Keep);
                break;
            case "discard":
                member = ParseRule(ReclaimVerdict.Discard);
                break;
            case "demote":
                member = ParseRule(ReclaimVerdict.Demote);
                break;
            case "proactive":
                member = ParseProactive();
                break;
            case "promote":
                member = ParsePromote();
                break;
            case "assert":
                member = ParseAssert(Advance());
                break;
            case "expect":
                member = ParseExpect(Advance());
                break;
            default:
                ReportUnknownWord("clause", PolicyWords);
                return null;
        }

        Token start = Previous;
        if (member is ExpectTraceSyntax)
        {
            // It ends with its block, but a semicolon, as after the other one, does no harm.
            TryTake(TokenKind.Semicolon);
            return _lost ? null : member;
        }

        if (!TryEndStatement())
        {
            return null;
        }

        // The statement includes its semicolon, though not in its text.
        return Previous.End > start.End ? member with { Location = Join(member.Location, Locate(Previous)) } : member;
    }

    private ReclaimSyntax ParseReclaim()
    {
        Token start = Advance();
        List<NameSyntax> modes = [];
        do
        {
            modes.Add(ParseName("a mode"));
        }
        while (!_lost && TryTake(TokenKind.Bar));
        if (!_lost && At(TokenKind.Comma))
        {
            ReportForeign(Current.Span, "|");
        }

        return new ReclaimSyntax(modes.ToEquatableArray(), LocateFrom(start));
    }

    private WatermarksSyntax ParseWatermarks()
    {
        Token start = Advance();
        NodesSyntax nodes = ParseNodes();
        EquatableArray<ClauseSyntax> clauses = ParseMembers(ParseClause);
        return new WatermarksSyntax(nodes, clauses, LocateFrom(start));
    }

    private DomainSyntax ParseDomain()
    {
        Token start = Advance();
        NameSyntax name = ParseName("the domain's name");
        EquatableArray<ClauseSyntax> clauses = ParseMembers(ParseClause);
        return new DomainSyntax(name, clauses, LocateFrom(start));
    }

    private RuleSyntax ParseRule(ReclaimVerdict verdict)
    {
        int first = _next;
        Token start = Advance();
        bool isDemote = verdict == ReclaimVerdict.Demote;
        NodesSyntax? sources = isDemote || AtNodes ? ParseNodes() : null;
        NodesSyntax? targets = isDemote && TryTake(TokenKind.Arrow) ? ParseNodes() : null;
        ExpressionSyntax? when = TryTakeWord("when") ? ParseExpression() : null;
        return new RuleSyntax(verdict, sources, targets, when, OneLine(first), LocateFrom(start));
    }

    private ProactiveSyntax ParseProactive()
    {
        int first = _next;
        Token start = Advance();
        NodesSyntax sources = ParseNodes();
        ExpressionSyntax when;
        if (TryTakeWord("when"))
        {
            when = ParseExpression();
        }
        else
        {
            ReportExpected("'when' and a condition");
            when = new MissingExpressionSyntax(Locate(Current));
        }

        NumberSyntax? limit = ParseLimit();
        return new ProactiveSyntax(sources, when, limit, OneLine(first), LocateFrom(start));
    }

    private PromoteSyntax ParsePromote()
    {
        int first = _next;
        Token start = Advance();
        NodesSyntax sources = ParseNodes();
        Expect(TokenKind.Arrow, "'->' and where to");
        NodesSyntax targets = _lost ? sources : ParseNodes();
        ExpressionSyntax? when = TryTakeWord("when") ? ParseExpression() : null;
        NumberSyntax? limit = ParseLimit();
        return new PromoteSyntax(sources, targets, when, limit, OneLine(first), LocateFrom(start));
    }

    private NumberSyntax? ParseLimit() => TryTakeWord("limit") ? ParseNumber() : null;

    /// <summary>What follows <c>assert</c>, which is <paramref name="start"/>; in a fragment the word is absent.</summary>
    private AssertSyntax ParseAssert(Token start)
    {
        NodesSyntax? offline = null;
        if (TryTakeWord("offline"))
        {
            Expect(TokenKind.OpenParenthesis, "'('");
            offline = ParseNodes();
            Expect(TokenKind.CloseParenthesis, "')'");
            Expect(TokenKind.Colon, "':'");
        }

        List<NameSyntax> steps = [];
        if (!_lost)
        {
            steps.Add(ParseName("a node's name"));
            do
            {
                Expect(TokenKind.Arrow, "'->' and the next step");
                if (!_lost)
                {
                    steps.Add(ParseName("a node's name or 'none'"));
                }
            }
            while (!_lost && At(TokenKind.Arrow));
        }

        return new AssertSyntax(offline, steps.ToEquatableArray(), LocateFrom(start));
    }

    /// <summary>What follows <c>expect</c>, which is <paramref name="start"/>; in a fragment the word is absent.</summary>
    private MemberSyntax ParseExpect(Token start)
    {
        if (TryTakeWord("trace"))
        {
            return ParseExpectTrace(start);
        }

        NameSyntax node = ParseName("a node's name or 'trace'");
        EquatableArray<ClauseSyntax> facts = default;
        if (!_lost && At(TokenKind.Arrow))
        {
            // What it is of no page in particular; the verdict can be read all the same.
            Report(Diagnostic.Create(Descriptors.SyntaxError, Locate(Current), "'{ }', the page in braces", Show(Current)) with { Replacement = "{ } ->" });
        }
        else
        {
            facts = ParseMembers(ParseClause);
        }

        Expect(TokenKind.Arrow, "'->' and a verdict");
        NameSyntax verdict = _lost ? new NameSyntax("", node.Location) : ParseName("'keep', 'discard' or 'demote'");
        NameSyntax? target = null;
        if (!_lost && verdict.Text is not ("keep" or "discard" or "demote"))
        {
            _mistakes++;
            _diagnostics.ReportUnknown(
                Descriptors.UnknownName, verdict.Location, ["verdict", verdict.Text], verdict.Text, WordTable.TextsAt(WordPlace.Verdict), isOfLanguage: true);
            target = At(TokenKind.Identifier) && !BeginsLine(_next) ? ParseName("a target") : null;
        }
        else if (verdict.Text == "demote")
        {
            target = ParseName("the target's name");
        }

        return new ExpectSyntax(node, facts, verdict, target, LocateFrom(start));
    }

    /// <summary><c>expect trace "…" { … }</c></summary>
    private ExpectTraceSyntax ParseExpectTrace(Token start)
    {
        StringSyntax file;
        if (At(TokenKind.String) || At(TokenKind.CutString))
        {
            file = ParseString();
        }
        else
        {
            ReportExpected("the path of a trace, in quotes");
            file = new StringSyntax("", Locate(Current));
        }

        EquatableArray<MetricSyntax> metrics = ParseMembers(ParseMetric);
        return new ExpectTraceSyntax(file, metrics, LocateFrom(start));
    }

    private MetricSyntax? ParseMetric()
    {
        Token start = Current;
        NameSyntax metric = ParseDottedName("a metric");
        BinaryOperatorSyntax? @operator = null;
        if (!_lost && ComparisonAt(Current) is { } kind)
        {
            @operator = TakeComparison(kind);
        }
        else
        {
            ReportExpected("a comparison");
        }

        NumberSyntax value = ParseNumber();
        return TryEndStatement() && @operator is { } comparison ? new MetricSyntax(metric, comparison, value, LocateFrom(start)) : null;
    }
}
