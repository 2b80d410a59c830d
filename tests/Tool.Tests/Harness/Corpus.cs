using CsCheck;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Tool.Tests.Harness;

/// <summary>Sound files, and what other hands would make of their white space.</summary>
internal static class Corpus
{
    /// <summary>Every kind of statement, block and comment.</summary>
    public const string Everything = """
        namespace A . B ;
        internal topology T { // after a brace
        page 4KiB; /* behind */ // and behind that
        node when_ : dram { capacity 1_024MiB; cpus 0-3,8 , 10 - 12; numa 0; bind preferred; price 0.25; }
        node Z : compressed { capacity 1GiB; codec zstd; /* in a block */ numa 1; }
        node W : file { capacity 1GiB; path "a very long path that makes the line too long for the page \" /* no comment */ // none either"; durable; bandwidth 2GB/s; }
        node R : remote { capacity 1GiB; endpoint "x"; }
        swap { path "s"; capacity 1GiB; } store { }
        distance /* the matrix */ { when_ Z // header
          // before a row
          when_ 10 20 /* a */ // b
          Z 20 /* within
              a row */ 10 }
        /* last
           of all */ }
        policy P on A.B.T { reclaim zone|write ; order nearest; aging sieve; admission adaptive;
        watermarks * { min 0; low 0.5%; high 1MiB; promo 3%; }
        keep; keep*; discard when_ , Z when not ( page.dirty or page.tag==3 ) and Some . Static.Method ( page );
        // tierpolicy disable TP0308 for a reason
        demote when_ -> Z when page.idle>=2s*3 - 1ms and page.age < 1h or source.free<2% or page.accesses == 4 and page.kind == anon or page.domain == or_;
        demote Z // in the middle
          -> W;
        proactive * when page.idle > 1h limit 1MiB/s; promote * -> when_ limit 1MiB/s;
        domain or_ { limit 1GiB; nodes when_, Z; demotion limit; }
        assert offline ( Z , W ) : when_ -> W -> none ;
        expect when_ { } -> keep; expect Z { dirty; kind file; // a fact
          idle 3s; } /* and so */ -> demote W;
        expect trace "t.gz" { hits.ratio >= 5%; promotions < 100; };
        expect trace "t.gz" { hits > 1; } }
        // the end
        """;

    public static IReadOnlyList<string> All { get; } =
    [
        Everything,
        Policies.Search,
        File.ReadAllText(Repository.PathOf("samples", "Quickstart", "quickstart.tierpolicy")),
        Vector.Read("kernel-6.12.json")[0].ToPolicy("tiers"),
        "",
        "// only a comment",
        "topology T\n{\n}\n",
    ];

    /// <summary>A file of the corpus with other white space and more comments between its tokens.</summary>
    public static Gen<string> Mutated { get; } =
        from text in Gen.Int[0, All.Count - 1].Select(index => All[index])
        from density in Gen.Int[0, 8]
        from gaps in Gen.Select(Gen.Int[0, 8], Gen.Int[0, Separators.Length - 1]).Array[Lexer.Tokenize("", text).Count]
        select Mutate(text, density, gaps);

    private static readonly string[] Glue = ["", " ", "\n", "\r\n", "\t", "\n\n\n", "   ", "\u2028", "\r", "\uFEFF "];

    private static string[] Separators =>
    [
        .. Glue, "/**/", " /* c */ ", "// c\n", "\n// c  \n", "\n\n// c\r\n\r\n", "/* a\r\n   b */", "/* a\n b */ // c\n", " /*a*/ /*b*/ ", "// tierpolicy disable TP0308\n",
    ];

    private static string Mutate(string text, int density, (int Chance, int Separator)[] gaps)
    {
        IReadOnlyList<Token> tokens = Lexer.Tokenize("", text);
        System.Text.StringBuilder mutated = new();
        for (int i = 0; i < tokens.Count; i++)
        {
            int start = i == 0 ? 0 : tokens[i - 1].End;
            string gap = text[start..tokens[i].Start];
            if (gaps[i].Chance < density)
            {
                string separator = Separators[gaps[i].Separator];

                // Words stay apart, and a comment does not swallow what follows.
                bool mustPart = gap.Length > 0 && separator.Length == 0;
                bool endsLine = i > 0 && tokens[i - 1].Kind == TokenKind.Comment && text[tokens[i - 1].Start + 1] == '/';
                gap = (endsLine ? "\n" : "") + (mustPart ? " " : separator);
            }

            mutated.Append(gap).Append(text, tokens[i].Start, tokens[i].Length);
        }

        return mutated.ToString();
    }
}
