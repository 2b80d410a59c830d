using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Text;
using TierPolicy.Language.Words;

namespace TierPolicy.Language.Syntax;

internal sealed partial class SyntaxParser
{
    private string _namespace = "";

    public SyntaxFile ParseFile(string path)
    {
        List<DeclarationSyntax> declarations = [];
        bool mayHaveNamespace = true;
        while (!At(TokenKind.End))
        {
            _cancellation.ThrowIfCancellationRequested();
            Token start = Current;
            if (AtWord("namespace"))
            {
                ParseNamespace(mayHaveNamespace);
                mayHaveNamespace = false;
            }
            else if (AtDeclaration())
            {
                mayHaveNamespace = false;
                declarations.Add(ParseDeclaration());
            }
            else
            {
                ParseStray();
            }

            _directives.AddStatement(start.Start, Previous.End);
        }

        return new SyntaxFile
        {
            Path = path,
            Declarations = declarations.ToEquatableArray(),
            Diagnostics = _diagnostics.ToSortedArray(),
            Disabled = _directives.ToArray(),
        };
    }

    /// <summary>Whether a declaration begins here, wherever that is: so a forgotten brace does not swallow the rest of the file.</summary>
    private bool AtDeclaration()
    {
        if (AtWord("internal"))
        {
            return Is(Following, "topology") || Is(Following, "policy");
        }

        return (AtWord("topology") || AtWord("policy")) && Following.Kind is TokenKind.Identifier or TokenKind.Bad or TokenKind.OpenBrace;
    }

    private void ParseNamespace(bool isInPlace)
    {
        Token start = Advance();
        NameSyntax name = ParseDottedName("a namespace");
        if (!isInPlace)
        {
            Report(Descriptors.MisplacedNamespace, LocateFrom(start));
        }
        else if (name.Text.Length <= LongestName)
        {
            _namespace = name.Text;
        }
        else
        {
            Report(Descriptors.NameTooLong, name.Location, Invariant(name.Text.Length), Invariant(LongestName));
        }

        TryEndStatement();
        Recover();
    }

    /// <summary>Something at the top level that is no declaration: one mistake, up to where the next declaration may begin.</summary>
    private void ParseStray()
    {
        if (TryTakeWord("internal"))
        {
            ReportExpected("'topology' or 'policy'");
        }
        else if (TryTakeWord("topology") || TryTakeWord("policy"))
        {
            ReportExpected("a name");
        }
        else if (At(TokenKind.Identifier))
        {
            ReportUnknownWord("declaration", WordTable.TextsAt(WordPlace.File));
        }
        else
        {
            ReportExpected("a topology or a policy");
        }

        if (At(TokenKind.CloseBrace))
        {
            Advance();
        }

        Recover();
    }

    private DeclarationSyntax ParseDeclaration()
    {
        Token start = Current;
        int mistakes = _mistakes;
        bool isInternal = TryTakeWord("internal");
        bool isTopology = TryTakeWord("topology");
        if (!isTopology)
        {
            Advance();
        }

        // "policy on T" has no name, though "on" could be one.
        bool isNameless = !isTopology && AtWord("on") && !Is(Following, "on");
        if (isNameless)
        {
            ReportExpected("the policy's name");
        }

        NameSyntax name = isNameless
            ? new NameSyntax("", Locate(new TextSpan(Current.Start, 0)))
            : ParseName(isTopology ? "the topology's name" : "the policy's name");
        NameSyntax topology = name;
        if (!isTopology)
        {
            if (!TryTakeWord("on"))
            {
                ReportExpected("'on' and a topology");
            }

            topology = ParseDottedName("the topology's name");
        }

        EquatableArray<MemberSyntax> members = ParseMembers<MemberSyntax>(isTopology ? ParseTopologyMember : ParsePolicyMember);
        SourceLocation location = LocateFrom(start);
        bool hasErrors = _mistakes > mistakes;
        return isTopology
            ? new TopologySyntax(location)
            {
                Name = name,
                Namespace = _namespace,
                IsInternal = isInternal,
                HasErrors = hasErrors,
                Members = members,
            }
            : new PolicySyntax(location)
            {
                Name = name,
                Topology = topology,
                Namespace = _namespace,
                IsInternal = isInternal,
                HasErrors = hasErrors,
                Members = members,
            };
    }

    /// <summary>
    /// <c>{ member… }</c>. <paramref name="parse"/> gives null where there was nothing to be made of it, and takes at least a token.
    /// </summary>
    private EquatableArray<T> ParseMembers<T>(Func<T?> parse)
        where T : SyntaxNode
    {
        if (_lost)
        {
            SkipToBlock();
        }

        Token open = Current;
        if (!Expect(TokenKind.OpenBrace, "'{'"))
        {
            Recover();
            return default;
        }

        List<T> members = [];
        while (!At(TokenKind.CloseBrace) && !At(TokenKind.End) && !AtOuterStatement(typeof(T)))
        {
            _cancellation.ThrowIfCancellationRequested();
            int before = _next;
            Token start = Current;
            if (parse() is { } member)
            {
                members.Add(member);
            }

            Recover();
            if (_next == before)
            {
                Advance();
            }

            _directives.AddStatement(start.Start, Previous.End);
        }

        if (!TryTake(TokenKind.CloseBrace))
        {
            ReportUnclosed(open);
        }

        return members.ToEquatableArray();
    }

    /// <summary>A mistake in front of a block: the block itself may be fine.</summary>
    private void SkipToBlock()
    {
        while (Current.Kind is not (TokenKind.OpenBrace or TokenKind.CloseBrace or TokenKind.Semicolon or TokenKind.End) && !AtDeclaration())
        {
            Advance();
        }

        if (At(TokenKind.OpenBrace))
        {
            _lost = false;
        }
    }

    /// <summary>Whether something begins here that cannot stand inside the block: its closing brace was forgotten.</summary>
    private bool AtOuterStatement(Type member)
    {
        if (!At(TokenKind.Identifier) || !BeginsLine(_next))
        {
            return false;
        }

        if (AtDeclaration())
        {
            return true;
        }

        bool isClause = member == typeof(ClauseSyntax);
        return Following.Kind == TokenKind.Identifier && ((isClause && AtWord("node")) || ((isClause || member == typeof(NodeSyntax)) && AtWord("tier")));
    }

    private void ReportUnclosed(Token open)
    {
        _mistakes++;
        Diagnostic diagnostic = Diagnostic.Create(Descriptors.SyntaxError, Locate(new TextSpan(Previous.End, 0)), "'}'", Show(Current));
        _diagnostics.Report(diagnostic with { Related = new RelatedLocation("the block begins here", Locate(open)) });
    }

    private void ReportUnknownWord(string what, string[] known)
    {
        if (!_lost)
        {
            string word = IdentifierCharacters.Normalize(TextOf(Current));
            _mistakes++;
            _diagnostics.ReportUnknown(Descriptors.UnknownName, Locate(Current), [what, NumberReader.Shorten(word)], word, known, isOfLanguage: true);
        }

        _lost = true;
    }

    private static string Invariant(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
