using System.Globalization;
using Spectre.Console;
using TierPolicy.Language.Binding;
using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Fixes;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Tool.Reports;

/// <summary>Shows diagnostics to a person: the message, the line with a caret under the mistake, and the way out.</summary>
/// <param name="console">Where they are shown.</param>
/// <param name="sources">The texts that they may be in.</param>
/// <param name="files">Those texts as policy files, where they are any: a way out is an edit of one.</param>
/// <param name="bound">What they are bound to; null where they are not.</param>
internal sealed class DiagnosticPrinter(IAnsiConsole console, IEnumerable<SourceText> sources, IReadOnlyList<SyntaxFile> files, BindingResult? bound = null)
{
    private static readonly Style Strong = new(decoration: Decoration.Bold);
    private static readonly Style Faint = new(Color.Grey);
    private static readonly Style Help = new(Color.Green);

    // To find a way out is work; who has more mistakes than this does not read on.
    private const int MostCorrections = 100;

    private readonly Dictionary<string, SourceText> _sources = sources.ToDictionary(source => source.Path, StringComparer.Ordinal);
    private int _corrections;

    public void Print(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (Diagnostic diagnostic in diagnostics)
        {
            Print(diagnostic);
            console.WriteLine();
        }
    }

    private void Print(Diagnostic diagnostic)
    {
        Style style = StyleOf(diagnostic.Severity);
        Excerpt? excerpt = Find(diagnostic.Location);
        Excerpt? relatedExcerpt = diagnostic.Related is { } known ? Find(known.Location) : null;
        int gutter = Math.Max(Digits(excerpt), Digits(relatedExcerpt)) + 2;

        // As compilers write it, so that editors and build logs make it a link.
        Write(Place(diagnostic.Location) + ": ", Strong);
        Write($"{NameOf(diagnostic.Severity)} {diagnostic.Id}", style);
        WriteLine(": " + diagnostic.Message, Strong);
        Print(excerpt, gutter, style);
        if (HelpFor(diagnostic) is { } help)
        {
            Write(new string(' ', gutter) + " = ", Faint);
            WriteLine("help: " + help, Help);
        }

        if (diagnostic.Related is { } related)
        {
            Write(new string(' ', gutter) + " = ", Faint);
            WriteLine($"note: {related.Message}: {Place(related.Location)}", Style.Plain);
            Print(relatedExcerpt, gutter, Help);
        }
    }

    /// <summary>What the severity is called, in JSON too.</summary>
    public static string NameOf(DiagnosticSeverity severity) => severity.ToString().ToLowerInvariant();

    /// <summary>The way out in words; null where none is likely. To silence a warning is none.</summary>
    private string? HelpFor(Diagnostic diagnostic)
    {
        if (diagnostic.Replacement is { } replacement)
        {
            return $"write '{replacement}'";
        }

        SyntaxFile? file = files.FirstOrDefault(file => file.Path == diagnostic.Location.Path);
        string? title = file is null || _corrections++ >= MostCorrections ? null : FixFinder.FindCorrections(diagnostic, file, _sources[file.Path].Text, bound).FirstOrDefault()?.Title;
        return title is null ? AdviceOn(diagnostic) : char.ToLowerInvariant(title[0]) + title[1..];
    }

    /// <summary>What no edit mends: the topology may well be there, where nobody looked.</summary>
    private static string? AdviceOn(Diagnostic diagnostic) => diagnostic.Descriptor == Descriptors.UnknownName && diagnostic.Arguments[0] == "topology"
        ? "if it is in another file, name that file, or the folder of both, in the same run; one that is an enum in C# is seen by the build only"
        : null;

    private void Print(Excerpt? excerpt, int gutter, Style style)
    {
        if (excerpt is not null)
        {
            Write(excerpt.LineNumber.ToString(CultureInfo.InvariantCulture).PadLeft(gutter) + " | ", Faint);
            WriteLine(excerpt.Line, Style.Plain);
            Write(new string(' ', gutter) + " | ", Faint);
            WriteLine(excerpt.Underline, style);
        }
    }

    private Excerpt? Find(SourceLocation place) => _sources.TryGetValue(place.Path, out SourceText? source) ? Excerpt.Of(source, place) : null;

    private static string Place(SourceLocation place)
        => string.Create(CultureInfo.InvariantCulture, $"{place.Path}({place.Line + 1},{place.Column + 1})");

    private static int Digits(Excerpt? excerpt) => excerpt is null ? 0 : excerpt.LineNumber.ToString(CultureInfo.InvariantCulture).Length;

    private static Style StyleOf(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => new Style(Color.Red, decoration: Decoration.Bold),
        DiagnosticSeverity.Warning => new Style(Color.Yellow, decoration: Decoration.Bold),
        _ => new Style(Color.Blue, decoration: Decoration.Bold),
    };

    private void Write(string text, Style style) => console.Write(new Text(Excerpt.Visible(text), style));

    private void WriteLine(string text, Style style)
    {
        Write(text, style);
        console.WriteLine();
    }
}
