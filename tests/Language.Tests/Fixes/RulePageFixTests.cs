using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Fixes;
using TierPolicy.Language.Tests.Diagnostics;

namespace TierPolicy.Language.Tests.Fixes;

/// <summary>Every fix of every bad example of docs/rules makes it better.</summary>
public class RulePageFixTests
{
    // One answer is likely for these, as their examples stand.
    private static readonly string[] Mendable =
    [
        "TP0001", "TP0007", "TP0011", "TP0012", "TP0014", "TP0015", "TP0018", "TP0020", "TP0101", "TP0105", "TP0106", "TP0108", "TP0110", "TP0112", "TP0114", "TP0119",
        "TP0206", "TP0207", "TP0208", "TP0209", "TP0212", "TP0216", "TP0307", "TP0308", "TP0309", "TP0310", "TP0311",
    ];

    public static TheoryData<string> Pages => RulePageTests.InFiles;

    [Theory, MemberData(nameof(Pages))]
    public void A_fix_mends_the_example_and_breaks_nothing(string id)
    {
        (string Language, string Text)[] examples = RulePage.Read(id).Blocks("Avoid");
        if (examples is not [("tierpolicy", string example)])
        {
            return;
        }

        string text = RulePage.Complete(example);
        Diagnostic[] diagnostics = [.. Mended.Diagnose(text).Where(one => one.Id == id)];
        Fix[] all = [.. diagnostics.SelectMany(diagnostic => Mended.Find(text, diagnostic))];
        Assert.True(!Mendable.Contains(id) || all.Any(fix => !fix.Title.StartsWith("Silence", StringComparison.Ordinal)), $"{id} has no fix.");
        foreach (Diagnostic diagnostic in diagnostics)
        {
            foreach (Fix fix in Mended.Find(text, diagnostic))
            {
                Mended.IsBetter(text, fix.ApplyTo(text), diagnostic);
            }
        }
    }

    [Theory, MemberData(nameof(Pages))]
    public void What_is_not_an_error_can_be_silenced(string id)
    {
        (string Language, string Text)[] examples = RulePage.Read(id).Blocks("Avoid");
        if (CatalogueTests.All.Single(descriptor => descriptor.Id == id).Severity == DiagnosticSeverity.Error || examples is not [("tierpolicy", string example)])
        {
            return;
        }

        string text = RulePage.Complete(example);
        Fix silence = Assert.Single(Mended.Find(text, id), fix => fix.Title == $"Silence {id} with a comment");
        Assert.True(Mended.Diagnose(silence.ApplyTo(text)).Count(one => one.Id == id) < Mended.Diagnose(text).Count(one => one.Id == id));
    }
}
