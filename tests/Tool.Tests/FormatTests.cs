using CsCheck;
using TierPolicy.Language.Formatting;
using TierPolicy.Language.Syntax;
using TierPolicy.Tool.Tests.Harness;

namespace TierPolicy.Tool.Tests;

public sealed class FormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_corpus_is_sound() => Assert.All(Corpus.All, text => Assert.Empty(Parser.ParseFile("x", text).Diagnostics));

    [Theory]
    [InlineData("keep /* these */ ;", "keep /* these */;")]
    [InlineData("keep A /* one */ , B /* two */;", "keep A /* one */, B /* two */;")]
    [InlineData("keep A // one\n    ;", "keep A // one\n        ;")]
    public void No_space_stands_before_a_sign_that_ends_something(string written, string formatted)
        => Assert.Equal($"policy P on T\n{{\n    {formatted}\n}}\n", Formatter.Format("x", $"policy P on T\n{{\n    {written}\n}}\n"));

    [Fact]
    public void Formatting_changes_no_meaning_and_keeps_comments() => Corpus.Mutated.Sample(
        text =>
        {
            SyntaxFile file = Parser.ParseFile("x", text);
            string? formatted = Formatter.Format(file, text);
            if (formatted is null)
            {
                // A mutation can put white space into a number and its unit; then nothing is promised.
                Assert.NotEmpty(file.Diagnostics);
                return;
            }

            SyntaxFile again = Parser.ParseFile("x", formatted);
            Assert.Empty(again.Diagnostics);
            Assert.Equal(Meaning.Of(file), Meaning.Of(again));
            Assert.Equal(CommentsOf(text), CommentsOf(formatted));
            Assert.Equal(file.Disabled.Select(directive => directive.Ids), again.Disabled.Select(directive => directive.Ids));
        },
        iter: 2000);

    [Fact]
    public void Formatting_twice_is_formatting_once() => Corpus.Mutated.Sample(
        text => Formatter.Format("x", text) is not { } once || Formatter.Format("x", once) == once,
        iter: 2000);

    [Fact]
    public void Lines_end_as_they_should() => Corpus.Mutated.Sample(
        text => Formatter.Format("x", text) is not { Length: > 0 } formatted
            || (formatted.EndsWith('\n') && !formatted.EndsWith("\n\n", StringComparison.Ordinal) && !formatted.Contains('\r', StringComparison.Ordinal) && !formatted.StartsWith('\n')),
        iter: 500);

    [Fact]
    public void The_example_of_the_language_is_in_shape() => Assert.Equal(Policies.Search, Formatter.Format("x", Policies.Search));

    [Fact]
    public void The_example_without_its_spaces_comes_back_to_the_same_lines()
    {
        // Blank lines are the author's, and gone with the rest.
        string squeezed = string.Join('\n', Policies.Search.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        Assert.Equal(Policies.Search, Formatter.Format("x", squeezed));
    }

    [Fact]
    public void The_quickstart_looks_like_this()
    {
        string sample = File.ReadAllText(Repository.PathOf("samples", "Quickstart", "quickstart.tierpolicy"));
        Assert.Equal(
            """
            // One topology with fast memory alone, one with slower memory below it, and three policies on them.
            // Capacities are defaults: the program sets them to a share of the trace's footprint.
            namespace TierPolicy.Samples.Quickstart;

            topology FastOnly
            {
                page 4KiB;

                node Dram : dram { capacity 64MiB; cpus; latency 90ns; }

                swap  { path "quickstart.swap"; capacity 1GiB; latency 90us; }
                store { latency 100us; }
            }

            topology FastAndSlow
            {
                page 4KiB;

                tier Fast { node Dram : dram { capacity 64MiB;  cpus; latency 90ns; } }
                tier Slow { node Cxl  : cxl  { capacity 256MiB; latency 250ns; } }

                swap  { path "quickstart.swap"; capacity 1GiB; latency 90us; }
                store { latency 100us; }
            }

            // What a program does today: what does not fit is dropped, or swapped.
            policy DramOnly on FastOnly
            {
            }

            // What Linux did before demotion: new pages spill into the slow node, and reclaim still drops.
            policy NoDemotion on FastAndSlow
            {
            }

            // What this project is for: reclaim moves pages down, use brings them back up.
            policy Demotion on FastAndSlow
            {
                reclaim zone | write | unmap | migrate;
                order tiers;

                demote  Fast -> Slow;
                discard *;  // from the slow tier, ordinary reclaim
                promote Slow -> Fast when page.accesses >= 2;

                assert Dram -> Cxl -> none;
                expect Dram { idle 1ms; }  -> demote Cxl;
                expect Cxl  { kind file; } -> discard;
            }

            """.ReplaceLineEndings("\n"),
            Formatter.Format("x", sample));
    }

    [Fact]
    public void Everything_looks_like_this() => Assert.Equal(
        """
        namespace A.B;

        internal topology T
        {
            // after a brace
            page 4KiB;  /* behind */ // and behind that
            node when_ : dram { capacity 1_024MiB; cpus 0-3,8,10-12; numa 0; bind preferred; price 0.25; }
            node Z : compressed
            {
                capacity 1GiB;
                codec zstd;  /* in a block */
                numa 1;
            }
            node W : file
            {
                capacity 1GiB;
                path "a very long path that makes the line too long for the page \" /* no comment */ // none either";
                durable;
                bandwidth 2GB/s;
            }
            node R : remote { capacity 1GiB; endpoint "x"; }
            swap  { path "s"; capacity 1GiB; }
            store { }
            distance /* the matrix */
            {
                      when_  Z  // header
                // before a row
                when_    10 20  /* a */ // b
                /* within
              a row */
                Z        20 10
            }
            /* last
           of all */
        }

        policy P on A.B.T
        {
            reclaim zone | write;
            order nearest;
            aging sieve;
            admission adaptive;
            watermarks * { min 0; low 0.5%; high 1MiB; promo 3%; }
            keep;
            keep    *;
            discard when_, Z when not (page.dirty or page.tag == 3) and Some.Static.Method(page);
            // tierpolicy disable TP0308 for a reason
            demote when_ -> Z
                when page.idle >= 2s * 3 - 1ms and page.age < 1h
                or source.free < 2%
                or page.accesses == 4 and page.kind == anon
                or page.domain == or_;
            demote Z // in the middle
                -> W;
            proactive * when page.idle > 1h limit 1MiB/s;
            promote   * -> when_ limit 1MiB/s;
            domain or_ { limit 1GiB; nodes when_, Z; demotion limit; }
            assert offline(Z, W): when_ -> W -> none;
            expect when_ { } -> keep;
            expect Z
            {
                dirty;
                kind file;  // a fact
                idle 3s;
            } /* and so */ -> demote W;
            expect trace "t.gz" { hits.ratio >= 5%; promotions < 100; };
            expect trace "t.gz" { hits > 1; }
        }

        // the end

        """,
        Formatter.Format("x", Corpus.Everything));

    [Fact]
    public void A_file_out_of_shape_is_written_anew_and_then_left()
    {
        string path = _folder.Write("a.tierpolicy", "policy  P on T{}");
        Assert.Equal(new Run(1, $"not in shape: {path}\n", ""), Run.Of("fmt", "--check", path));
        Assert.Equal(new Run(0, $"formatted {path}\n", ""), Run.Of("fmt", path));
        Assert.Equal("policy P on T\n{\n}\n", File.ReadAllText(path));
        Assert.Equal(new Run(0, "", ""), Run.Of("fmt", "--check", path));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_file_with_mistakes_is_left_alone_and_the_others_are_not()
    {
        string bad = _folder.Write("bad.tierpolicy", "policy  P on T{ keep whn }");
        string good = _folder.Write("good.tierpolicy", "policy  P on T{}");
        Run run = Run.Of("fmt", _folder.Path);
        Assert.Equal((1, $"formatted {good}\n"), (run.ExitCode, run.Output));
        Assert.Contains("error TP00", run.Error, StringComparison.Ordinal);
        Assert.Contains("^", run.Error, StringComparison.Ordinal);
        Assert.Equal("policy  P on T{ keep whn }", File.ReadAllText(bad));
    }

    [Fact]
    public void A_file_that_is_not_utf8_is_left_alone()
    {
        string path = _folder.PathOf("a.tierpolicy");
        byte[] bytes = [.. "// caf"u8, 0xe9];
        File.WriteAllBytes(path, bytes);
        Run run = Run.Of("fmt", path);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal($"left alone, because it is not UTF-8 text: {path}\n", run.Error);
        Assert.Equal(bytes, File.ReadAllBytes(path));
    }

    [Fact]
    public void Machines_get_a_status_a_file()
    {
        _folder.Write("bad.tierpolicy", "policy");
        _folder.Write("good.tierpolicy", "policy  P on T{}");
        var files = Run.Of("fmt", "--json", "--check", _folder.Path).ReadJson().GetProperty("files");
        Assert.Equal(["hasErrors", "notInShape"], files.EnumerateArray().Select(file => file.GetProperty("status").GetString()));
        Assert.Equal("TP0001", files[0].GetProperty("diagnostics")[0].GetProperty("id").GetString());
    }

    [Fact]
    public void A_file_that_is_not_there_is_wrong_usage() => Run.Of("fmt", "nowhere").AssertWrongUsage("'nowhere' is neither a file nor a folder");

    /// <summary>Sorted, because a comment in the middle of the matrix goes before its row.</summary>
    private static IEnumerable<string> CommentsOf(string text)
        => Lexer.Tokenize("x", text)
            .Where(token => token.Kind == TokenKind.Comment)
            .Select(token => text.Substring(token.Start, token.Length).ReplaceLineEndings("\n").TrimEnd())
            .Order(StringComparer.Ordinal);
}
