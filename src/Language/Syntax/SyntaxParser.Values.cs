using System.Text;
using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Syntax;

// Names, numbers, strings, lists: what other things are made of.
internal sealed partial class SyntaxParser
{
    /// <summary>A single identifier.</summary>
    private NameSyntax ParseName(string what)
    {
        if (!At(TokenKind.Identifier))
        {
            ReportExpected(what);
            return new NameSyntax("", Locate(new TextSpan(Current.Start, 0)));
        }

        Token token = Advance();
        SourceLocation location = Locate(token);
        if (token.Length > LongestName)
        {
            Report(Descriptors.NameTooLong, location, Invariant(token.Length), Invariant(LongestName));
            return new NameSyntax("", location);
        }

        return new NameSyntax(IdentifierCharacters.Normalize(TextOf(token)), location);
    }

    private NameSyntax ParseDottedName(string what)
    {
        if (AtPlainPair(out int length))
        {
            Token start = Advance();
            Advance();
            Advance();
            return new NameSyntax(IdentifierCharacters.Normalize(_scratch.Words.Get(_text, start.Start, length)), LocateFrom(start));
        }

        NameSyntax first = ParseName(what);
        if (first.IsMissing || !At(TokenKind.Dot))
        {
            return first;
        }

        NameSyntax last = first;
        string text = first.Text;
        StringBuilder? longText = null;
        while (!last.IsMissing && TryTake(TokenKind.Dot))
        {
            last = ParseName("a name");
            if (ReferenceEquals(text, first.Text))
            {
                text = text + "." + last.Text;
            }
            else
            {
                // Names of megabytes must not take forever.
                longText ??= new StringBuilder(text);
                longText.Append('.').Append(last.Text);
            }
        }

        // Half a name is none.
        return new NameSyntax(last.IsMissing ? "" : longText?.ToString() ?? text, Join(first.Location, last.Location));
    }

    /// <summary>Whether two names with a dot stand here and nothing between: <c>page.idle</c>, as nearly all dotted names do.</summary>
    private bool AtPlainPair(out int length)
    {
        length = 0;
        if (!At(TokenKind.Identifier) || _next + 3 >= _tokens.Count)
        {
            return false;
        }

        Token last = _tokens[_next + 2];
        length = last.End - Current.Start;
        return Following is { Kind: TokenKind.Dot, Start: int dot } && dot == Current.End
            && last.Kind == TokenKind.Identifier && last.Start == dot + 1
            && length <= LongestName && _tokens[_next + 3].Kind != TokenKind.Dot;
    }

    /// <summary><c>*</c>, or names separated by commas.</summary>
    private NodesSyntax ParseNodes()
    {
        Token start = Current;
        if (TryTake(TokenKind.Star))
        {
            return new NodesSyntax(default, IsAll: true, Locate(start));
        }

        List<NameSyntax> names = _scratch.Names;
        names.Clear();
        do
        {
            const string What = "'*' or the name of a node or tier";
            if (AtWord("when"))
            {
                // Reserved: the names were forgotten.
                ReportExpected(What);
                break;
            }

            names.Add(ParseName(What));
        }
        while (!_lost && TryTake(TokenKind.Comma));
        return new NodesSyntax(names.ToEquatableArray(), IsAll: false, LocateFrom(start));
    }

    private bool AtNodes => At(TokenKind.Star) || (At(TokenKind.Identifier) && !AtWord("when") && !AtWord("limit"));

    /// <summary><c>KEYWORD VALUE;</c></summary>
    private ClauseSyntax? ParseClause()
    {
        Token start = Current;
        NameSyntax keyword = ParseDottedName("a clause");
        if (keyword.IsMissing)
        {
            return null;
        }

        ValueSyntax? value = ParseClauseValue(keyword.Text);
        return TryEndStatement() ? new ClauseSyntax(keyword, value, LocateFrom(start)) : null;
    }

    private ValueSyntax? ParseClauseValue(string keyword)
    {
        if (!IsOnTheSameStatement())
        {
            return null;
        }

        switch (keyword)
        {
            case "cpus" when At(TokenKind.Number):
                return ParseCpus();
            case "nodes":
                return new NodesValueSyntax(ParseNodes());
        }

        switch (Current.Kind)
        {
            case TokenKind.Number:
                return ParseNumber();
            case TokenKind.String:
            case TokenKind.CutString:
                return ParseString();
            case TokenKind.Identifier:
                return new WordSyntax(ParseName("a value"));
            default:
                ReportExpected("a value or ';'");
                return null;
        }
    }

    /// <summary>False where the clause ends here, with its semicolon or without: then there is no value.</summary>
    private bool IsOnTheSameStatement()
    {
        if (At(TokenKind.Semicolon) || At(TokenKind.CloseBrace) || At(TokenKind.End))
        {
            return false;
        }

        // "durable" and on the next line "latency 80us;": the semicolon was forgotten, for after a value there is no word.
        return !(At(TokenKind.Identifier) && BeginsLine(_next)
            && Following.Kind is TokenKind.Number or TokenKind.String or TokenKind.CutString or TokenKind.Identifier);
    }

    private CpuListSyntax ParseCpus()
    {
        Token start = Current;
        List<CpuRangeSyntax> ranges = [];
        do
        {
            Token rangeStart = Current;
            NumberSyntax first = ParseNumber();
            NumberSyntax last = TryTake(TokenKind.Minus) ? ParseNumber() : first;
            ranges.Add(new CpuRangeSyntax(first, last, LocateFrom(rangeStart)));
        }
        while (!_lost && TryTake(TokenKind.Comma));
        return new CpuListSyntax(ranges.ToEquatableArray(), LocateFrom(start));
    }

    private NumberSyntax ParseNumber()
    {
        if (!At(TokenKind.Number))
        {
            ReportExpected("a number");
            return new NumberSyntax(NumberKind.Bad, 0, "", Locate(new TextSpan(Current.Start, 0)));
        }

        Token token = Advance();
        string text = TextOf(token);
        if (IsApartUnit(token, out int length))
        {
            // Read on as if it were written right.
            Token unit = Current;
            text += _text.Substring(unit.Start, length);
            while (Current.Start < unit.Start + length)
            {
                Advance();
            }

            SourceLocation whole = Locate(TextSpan.FromBounds(token.Start, unit.Start + length));
            _mistakes++;
            if (!_lost)
            {
                _diagnostics.Report(Diagnostic.Create(Descriptors.SpaceBeforeUnit, whole, NumberReader.Shorten(text)) with { Replacement = text });
            }

            return ReadNumber(text, whole);
        }

        return ReadNumber(text, Locate(token));
    }

    private NumberSyntax ReadNumber(string text, SourceLocation location)
    {
        NumberSyntax number = NumberReader.Read(text, location, _diagnostics);
        _mistakes += number.Kind == NumberKind.Bad ? 1 : 0;
        return number;
    }

    /// <summary>Whether the number has no unit, but the next token is one.</summary>
    private bool IsApartUnit(Token number, out int length)
    {
        length = Current.Length;
        bool isBare = _text[number.End - 1] is >= '0' and <= '9';
        if (!isBare || Current.Start == number.End || (!At(TokenKind.Identifier) && !At(TokenKind.PercentSign)) || BeginsLine(_next))
        {
            return false;
        }

        // A rate is cut in three: "MiB", "/", "s".
        Token unit = Current;
        if (string.CompareOrdinal(_text, unit.End, "/s", 0, 2) == 0 && Following.Length == 1
            && Units.TryGet(TextOf(unit) + "/s", out _, out _))
        {
            length += 2;
            return true;
        }

        return Units.TryGet(TextOf(unit), out _, out _);
    }

    private StringSyntax ParseString()
    {
        Token token = Advance();
        StringBuilder value = new(token.Length);
        int end = token.Kind == TokenKind.String ? token.End - 1 : token.End;
        for (int i = token.Start + 1; i < end;)
        {
            if (_text[i] != '\\')
            {
                value.Append(_text[i++]);
                continue;
            }

            int start = i;
            if (!CSharpStringLiteral.TryReadEscape(_text, end, ref i, value))
            {
                TextSpan span = TextSpan.FromBounds(start, i);
                string written = _text.Substring(span.Start, span.Length);
                Diagnostic mistake = Diagnostic.Create(Descriptors.BadEscape, Locate(span), written);

                // A path of Windows, most likely: its backslashes are doubled, as in C#.
                Report(written.Length == 2 && char.IsLetter(written[1]) ? mistake with { Replacement = "\\" + written } : mistake);
            }
        }

        return new StringSyntax(value.ToString(), Locate(token));
    }
}
