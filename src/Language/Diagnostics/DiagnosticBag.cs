using TierPolicy.Language.Text;

namespace TierPolicy.Language.Diagnostics;

/// <summary>Collects diagnostics while a file is read or bound.</summary>
internal sealed class DiagnosticBag
{
    // Megabytes of garbage would give a million diagnostics, which nobody reads and a build server chokes on.
    private const int Most = 1000;

    // A suggestion costs more than all else about a mistake; after so many of them the reader needs other help.
    private const int MostSuggestions = 100;

    private readonly List<Diagnostic> _items = [];
    private int _suggestions;

    public int Errors { get; private set; }

    /// <summary>One more would only be counted, so that there is no need to make it.</summary>
    public bool IsFull => _items.Count >= Most;

    public void Report(DiagnosticDescriptor descriptor, SourceLocation location, params string[] arguments)
        => Report(Diagnostic.Create(descriptor, location, arguments));

    public void Report(Diagnostic diagnostic)
    {
        if (diagnostic.Severity == DiagnosticSeverity.Error)
        {
            Errors++;
        }

        if (!IsFull)
        {
            _items.Add(diagnostic);
        }
    }

    /// <summary>An unknown name, and the known one that was probably meant.</summary>
    /// <param name="descriptor">What is wrong.</param>
    /// <param name="location">Where.</param>
    /// <param name="arguments">Those of the message, but for the hint, which comes last.</param>
    /// <param name="name">The unknown name.</param>
    /// <param name="known">Those that it could be.</param>
    /// <param name="isOfLanguage">They are words of the language: who has guessed wrongly is told them all.</param>
    public void ReportUnknown(
        DiagnosticDescriptor descriptor, SourceLocation location, string[] arguments, string name, IEnumerable<string> known, bool isOfLanguage = false)
    {
        string? meant = _suggestions++ < MostSuggestions ? Spelling.Nearest(name, known) : null;
        string hint = meant is not null ? $"; did you mean '{meant}'?" : isOfLanguage ? $"; known are {string.Join(", ", known)}" : "";
        Report(Diagnostic.Create(descriptor, location, [.. arguments, hint]) with { Replacement = meant });
    }

    /// <summary>In the order of the text; what was found first comes first among those in one place.</summary>
    public EquatableArray<Diagnostic> ToSortedArray() => _items.OrderBy(d => d.Location.Span.Start).ToEquatableArray();

    public IReadOnlyList<Diagnostic> Items => _items;
}
