using TierPolicy.Language.Text;
using TierPolicy.Language.Words;

namespace TierPolicy.Language.Syntax;

internal sealed partial class SyntaxParser
{
    private static readonly string[] TopologyWords = WordTable.TextsAt(WordPlace.Topology);

    private MemberSyntax? ParseTopologyMember()
    {
        if (!At(TokenKind.Identifier))
        {
            ReportExpected("a clause of the topology");
            return null;
        }

        switch (TextOf(Current))
        {
            case "page":
                return ParseClause();
            case "tier":
                return ParseTier();
            case "node":
                return ParseNode();
            case "swap":
            case "store":
                return ParseBacking();
            case "distance":
                return ParseDistances();
            default:
                ReportUnknownWord("clause", TopologyWords);
                return null;
        }
    }

    private TierSyntax ParseTier()
    {
        int mistakes = _mistakes;
        Token start = Advance();
        NameSyntax name = ParseName("the tier's name");
        EquatableArray<NodeSyntax> nodes = ParseMembers(ParseTierNode);
        return new TierSyntax(name, nodes, LocateFrom(start)) { HasErrors = _mistakes > mistakes };
    }

    private NodeSyntax? ParseTierNode()
    {
        if (AtWord("node"))
        {
            return ParseNode();
        }

        if (At(TokenKind.Identifier))
        {
            ReportUnknownWord("clause", WordTable.TextsAt(WordPlace.Tier));
        }
        else
        {
            ReportExpected("a node");
        }

        return null;
    }

    private NodeSyntax ParseNode()
    {
        int mistakes = _mistakes;
        Token start = Advance();
        NameSyntax name = ParseName("the node's name");
        Expect(TokenKind.Colon, "':' and the node's kind");
        NameSyntax kind = _lost ? new NameSyntax("", name.Location) : ParseName("the node's kind");
        EquatableArray<ClauseSyntax> clauses = ParseMembers(ParseClause);
        return new NodeSyntax(name, kind, clauses, LocateFrom(start)) { HasErrors = _mistakes > mistakes };
    }

    private BackingSyntax ParseBacking()
    {
        int mistakes = _mistakes;
        Token start = Current;
        NameSyntax keyword = ParseName("'swap' or 'store'");
        EquatableArray<ClauseSyntax> clauses = ParseMembers(ParseClause);
        return new BackingSyntax(keyword, clauses, LocateFrom(start)) { HasErrors = _mistakes > mistakes };
    }

    /// <summary>
    /// A header of names, then rows of a name and numbers. Lines mean nothing: the last name before a number begins the row.
    /// </summary>
    private DistanceSyntax ParseDistances()
    {
        int mistakes = _mistakes;
        Token start = Advance();
        Token open = Current;
        List<NameSyntax> header = [];
        List<DistanceRowSyntax> rows = [];
        if (!Expect(TokenKind.OpenBrace, "'{'"))
        {
            return new DistanceSyntax(default, default, LocateFrom(start)) { HasErrors = true };
        }

        while (At(TokenKind.Identifier) && Following.Kind != TokenKind.Number)
        {
            header.Add(ParseName("a node's name"));
        }

        while (At(TokenKind.Identifier))
        {
            Token rowStart = Current;
            NameSyntax source = ParseName("a node's name");
            List<NumberSyntax> entries = [];
            while (At(TokenKind.Number))
            {
                // Not ParseNumber: the name of the next row may look like a unit.
                Token entry = Advance();
                entries.Add(ReadNumber(TextOf(entry), Locate(entry)));
            }

            rows.Add(new DistanceRowSyntax(source, entries.ToEquatableArray(), LocateFrom(rowStart)));
        }

        if (!At(TokenKind.CloseBrace))
        {
            if (At(TokenKind.End))
            {
                ReportUnclosed(open);
            }
            else
            {
                ReportExpected(rows.Count == 0 ? "a node's name" : "a distance, a node's name or '}'");
                _lost = false;
                while (!At(TokenKind.CloseBrace) && !At(TokenKind.End))
                {
                    Advance();
                }
            }
        }

        TryTake(TokenKind.CloseBrace);
        return new DistanceSyntax(header.ToEquatableArray(), rows.ToEquatableArray(), LocateFrom(start)) { HasErrors = _mistakes > mistakes };
    }
}
