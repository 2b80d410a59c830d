using TierPolicy.Fuzz;
using TierPolicy.Language.Binding;
using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Fixes;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Tests.Fixes;

/// <summary>An editor asks for fixes at every key: whatever the text, none throws, and each leaves a text.</summary>
public class SpoiltFileTests
{
    private const int MostDiagnostics = 20;

    [Fact]
    public void Fixes_of_spoilt_files_can_be_found_and_applied() => Parallel.For(0, 8, batch =>
    {
        Mutator mutator = new(Corpus.Texts, seed: 20_250_101 + batch);
        for (int i = 0; i < 250; i++)
        {
            string text = mutator.Next();
            SyntaxFile file = Parser.ParseFile("test.tierpolicy", text);
            foreach (Diagnostic diagnostic in Binder.Bind([file]).Diagnostics.Take(MostDiagnostics))
            {
                foreach (Fix fix in FixFinder.Find(diagnostic, file, text))
                {
                    Assert.True(fix.ApplyTo(text) != text, $"'{fix.Title}' changes nothing: {diagnostic}");
                    Assert.True(IsInOrder(fix, text.Length), $"{fix.Title} of:\n{text}");
                }
            }
        }
    });

    private static bool IsInOrder(Fix fix, int length)
    {
        int end = 0;
        foreach (TextEdit edit in fix.Edits)
        {
            if (edit.Span.Start < end || edit.Span.End > length)
            {
                return false;
            }

            end = edit.Span.End;
        }

        return true;
    }
}
