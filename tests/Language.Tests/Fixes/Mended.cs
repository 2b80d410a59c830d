using TierPolicy.Language.Binding;
using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Fixes;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Tests.Fixes;

/// <summary>A file, its mistakes, and what fixes make of it.</summary>
internal static class Mended
{
    public static Diagnostic[] Diagnose(string text) => [.. Binder.Bind([Parser.ParseFile("test.tierpolicy", text)]).Diagnostics];

    /// <summary>The fixes of the first mistake of this id.</summary>
    public static IReadOnlyList<Fix> Find(string text, string id) => Find(text, Diagnose(text).First(diagnostic => diagnostic.Id == id));

    public static IReadOnlyList<Fix> Find(string text, Diagnostic diagnostic) => FixFinder.Find(diagnostic, Parser.ParseFile("test.tierpolicy", text), text);

    /// <summary>The fix with this title gives this text; the mistake is gone then, and there is no other error in its place.</summary>
    public static void Mends(string text, string id, string title, string expected)
    {
        IReadOnlyList<Fix> fixes = Find(text, id);
        Fix? fix = fixes.FirstOrDefault(one => one.Title == title);
        Assert.True(fix is not null, "There are: " + string.Join("; ", fixes.Select(one => one.Title)));
        string mended = fix.ApplyTo(text);
        Assert.Equal(expected, mended);
        IsBetter(text, mended, Diagnose(text).First(diagnostic => diagnostic.Id == id));
    }

    /// <summary>One mistake of its kind less, and no kind of error that was not there before.</summary>
    public static void IsBetter(string text, string mended, Diagnostic diagnostic)
    {
        Diagnostic[] before = Diagnose(text);
        Diagnostic[] after = Diagnose(mended);
        Assert.DoesNotContain(after, one => one.Id == diagnostic.Id && one.Message == diagnostic.Message && before.Count(same => same.Message == one.Message) <= after.Count(same => same.Message == one.Message));
        Assert.True(after.Count(one => one.Id == diagnostic.Id) < before.Count(one => one.Id == diagnostic.Id), $"{diagnostic.Id} is still there:\n{mended}");
        Assert.All(after, one => Assert.True(one.Severity != DiagnosticSeverity.Error || before.Any(same => same.Id == one.Id), $"{one}\n{mended}"));
    }
}
