using System.Collections.Concurrent;
using TierPolicy.Language.Binding;
using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Tests.Diagnostics;

/// <summary>A text in which <c>[|…|]</c> shows where a diagnostic is due: neither sign is of the language.</summary>
internal sealed class Marked
{
    private static readonly ConcurrentDictionary<string, bool> Asserted = new();

    private Marked(string text, TextSpan span)
    {
        Text = text;
        Span = span;
    }

    /// <summary>The ids of which id, message and span were asserted so far in this run.</summary>
    public static ICollection<string> AssertedIds => Asserted.Keys;

    public string Text { get; }

    public TextSpan Span { get; }

    public static Marked Parse(string marked)
    {
        int start = marked.IndexOf("[|", StringComparison.Ordinal);
        int end = marked.IndexOf("|]", StringComparison.Ordinal) - 2;
        Assert.True(start >= 0 && end >= start, "The text has no mark.");
        return new Marked(marked.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal), TextSpan.FromBounds(start, end));
    }

    /// <summary>The file has this one diagnostic, apart from advice, and it is at the mark.</summary>
    public static Diagnostic Reports(string marked, string id, string message) => ReportsAmong([], marked, id, message);

    /// <summary>As <see cref="Reports"/>, in the first of several files that are bound together.</summary>
    public static Diagnostic ReportsAmong(string[] others, string marked, string id, string message)
        => IsAt(Parse(marked), Assert.Single(Bind([Parse(marked).Text, .. others]).Diagnostics, d => d.Severity != DiagnosticSeverity.Information || d.Id == id), id, message);

    /// <summary>As <see cref="Reports"/>, where the file has other mistakes, too.</summary>
    public static Diagnostic ReportsBesides(string marked, string id, string message)
        => IsAt(Parse(marked), Assert.Single(Bind(Parse(marked).Text).Diagnostics, d => d.Id == id), id, message);

    private static Diagnostic IsAt(Marked source, Diagnostic diagnostic, string id, string message)
    {
        Assert.Equal($"{id}: {message}", $"{diagnostic.Id}: {diagnostic.Message}");
        Assert.Equal(source.Text.Substring(source.Span.Start, source.Span.Length), source.Text.Substring(diagnostic.Location.Span.Start, diagnostic.Location.Span.Length));
        Assert.Equal(source.Span, diagnostic.Location.Span);
        string before = source.Text[..source.Span.Start];
        Assert.Equal(before.Count(c => c == '\n'), diagnostic.Location.Line);
        Assert.Equal(source.Span.Start - (before.LastIndexOf('\n') + 1), diagnostic.Location.Column);
        Assert.Equal("test.tierpolicy", diagnostic.Location.Path);
        Asserted.TryAdd(id, true);
        return diagnostic;
    }

    /// <summary>As <see cref="Reports"/>, and it is a warning.</summary>
    public static Diagnostic IsWarning(string marked, string id, string message) => Is(DiagnosticSeverity.Warning, marked, id, message);

    /// <summary>As <see cref="Reports"/>, and it is no more than advice.</summary>
    public static Diagnostic IsAdvice(string marked, string id, string message) => Is(DiagnosticSeverity.Information, marked, id, message);

    /// <summary>Texts without mistakes, and without this advice.</summary>
    public static void HasNo(string id, params string[] texts) => Assert.DoesNotContain(BindClean(texts).Diagnostics, diagnostic => diagnostic.Id == id);

    private static Diagnostic Is(DiagnosticSeverity severity, string marked, string id, string message)
    {
        Diagnostic diagnostic = Reports(marked, id, message);
        Assert.Equal(severity, diagnostic.Severity);
        return diagnostic;
    }

    /// <summary>As <see cref="Reports"/>, and a second place shows <paramref name="related"/>.</summary>
    public static void ReportsWith(string marked, string id, string message, string related, string place)
    {
        Diagnostic diagnostic = Reports(marked, id, message);
        Assert.NotNull(diagnostic.Related);
        Assert.Equal(related, diagnostic.Related.Message);
        TextSpan span = diagnostic.Related.Location.Span;
        Assert.Equal(place, Parse(marked).Text.Substring(span.Start, span.Length));
        Assert.NotEqual(diagnostic.Location.Span, span);
    }

    public static BindingResult Bind(params string[] texts)
        => Binder.Bind([.. texts.Select((text, i) => Parser.ParseFile(i == 0 ? "test.tierpolicy" : $"test{i}.tierpolicy", text))]);

    /// <summary>A text without mistakes; advice is no mistake.</summary>
    public static BindingResult BindClean(params string[] texts)
    {
        BindingResult result = Bind(texts);
        Assert.DoesNotContain(result.Diagnostics, d => d.Severity != DiagnosticSeverity.Information);
        Assert.Empty(result.BrokenTopologies);
        Assert.Empty(result.BrokenPolicies);
        return result;
    }
}
