using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Binding;

/// <summary>
/// Reads the clauses of one block by their keywords: reports those that the block does not know or has twice, and values of the wrong type.
/// </summary>
internal sealed class ClauseReader
{
    private readonly Dictionary<string, ClauseSyntax> _byKeyword = new(StringComparer.Ordinal);
    private readonly DiagnosticBag _diagnostics;

    /// <param name="clauses">What the block says.</param>
    /// <param name="what">What a clause of the block is called in a message: "clause of a node".</param>
    /// <param name="known">The keywords that it may have.</param>
    /// <param name="diagnostics">Where mistakes go.</param>
    public ClauseReader(IEnumerable<ClauseSyntax> clauses, string what, ICollection<string> known, DiagnosticBag diagnostics)
    {
        _diagnostics = diagnostics;
        foreach (ClauseSyntax clause in clauses)
        {
            string keyword = clause.Keyword.Text;
            if (!known.Contains(keyword))
            {
                diagnostics.ReportUnknown(Descriptors.UnknownName, clause.Keyword.Location, [what, keyword], keyword, known, isOfLanguage: true);
            }
            else if (_byKeyword.TryGetValue(keyword, out ClauseSyntax? first))
            {
                diagnostics.Report(Diagnostic.Create(Descriptors.RepeatedClause, clause.Keyword.Location, keyword) with
                {
                    Related = new RelatedLocation("first said here", first.Keyword.Location),
                });
            }
            else
            {
                _byKeyword.Add(keyword, clause);
            }
        }
    }

    public ClauseSyntax? Find(string keyword) => _byKeyword.TryGetValue(keyword, out ClauseSyntax? clause) ? clause : null;

    public bool Has(string keyword) => _byKeyword.ContainsKey(keyword);

    /// <summary>A size, a duration, a rate in its canonical unit; null where it is absent or wrong.</summary>
    public long? Number(string keyword, NumberKind kind) => Value<NumberSyntax>(keyword, Quantity.Describe(kind)) is { } number && Is(number, kind, keyword)
        ? number.Value
        : null;

    /// <summary>A quantity of which zero makes no sense.</summary>
    public long? NumberAboveZero(string keyword, NumberKind kind)
    {
        long? value = Number(keyword, kind);
        if (value == 0)
        {
            _diagnostics.Report(Descriptors.ZeroValue, Find(keyword)!.Value!.Location, keyword);
            return null;
        }

        return value;
    }

    /// <summary>A whole number from 0 to <paramref name="most"/>.</summary>
    public int? Integer(string keyword, int most)
    {
        long? value = Number(keyword, NumberKind.Integer);
        if (value > most)
        {
            SourceLocation location = Find(keyword)!.Value!.Location;
            _diagnostics.Report(Descriptors.NumberTooLarge, location, Quantity.Show(NumberKind.Integer, value.Value), Quantity.Show(NumberKind.Integer, most));
            return null;
        }

        if (value < 0)
        {
            // Only C# can say that: the language has no negative numbers.
            SourceLocation location = Find(keyword)!.Value!.Location;
            _diagnostics.Report(Descriptors.ConstantOutOfRange, location, Quantity.Show(NumberKind.Integer, value.Value), keyword, "0", Quantity.Show(NumberKind.Integer, most));
            return null;
        }

        return (int?)value;
    }

    public string? String(string keyword) => Value<StringSyntax>(keyword, "a string")?.Value;

    /// <summary>A clause without a value.</summary>
    public bool Flag(string keyword)
    {
        if (Find(keyword) is { Value: { } value })
        {
            _diagnostics.Report(Descriptors.WrongValue, value.Location, keyword, "no value", Describe(value));
        }

        return Has(keyword);
    }

    /// <summary>One of some words: its index; null where the clause is absent or wrong.</summary>
    public int? Word(string keyword, IReadOnlyList<string> words)
    {
        string takes = string.Join(", ", words.Take(words.Count - 1).Select(Quote)) + " or " + Quote(words[words.Count - 1]);
        if (Value<WordSyntax>(keyword, takes) is not { } word)
        {
            return null;
        }

        for (int i = 0; i < words.Count; i++)
        {
            if (words[i] == word.Name.Text)
            {
                return i;
            }
        }

        _diagnostics.ReportUnknown(Descriptors.UnknownName, word.Location, [keyword, word.Name.Text], word.Name.Text, words, isOfLanguage: true);
        return null;
    }

    /// <summary>The value of a clause that takes one of this form.</summary>
    /// <param name="keyword">The clause.</param>
    /// <param name="takes">What it takes, for a message.</param>
    public T? Value<T>(string keyword, string takes)
        where T : ValueSyntax
    {
        switch (Find(keyword))
        {
            case null:
                return null;
            case { Value: T value }:
                return value;
            case { Value: { } other }:
                ReportWrong(keyword, takes, other);
                return null;
            case { } clause:
                _diagnostics.Report(Descriptors.MissingValue, clause.Keyword.Location, keyword, takes);
                return null;
        }
    }

    /// <summary>Whether a number is of this kind; a bad one has been reported when it was read.</summary>
    public bool Is(NumberSyntax number, NumberKind kind, string keyword)
    {
        if (number.Kind == kind)
        {
            return true;
        }

        ReportWrong(keyword, Quantity.Describe(kind), number);
        return false;
    }

    public void ReportWrong(string keyword, string takes, ValueSyntax value)
    {
        if (value is not NumberSyntax { Kind: NumberKind.Bad })
        {
            _diagnostics.Report(Descriptors.WrongValue, value.Location, keyword, takes, Describe(value));
        }
    }

    internal static string Describe(ValueSyntax value) => value switch
    {
        NumberSyntax number => Quantity.Describe(number.Kind),
        StringSyntax => "a string",
        WordSyntax word => $"the word '{word.Name.Text}'",
        CpuListSyntax => "a list of CPUs",
        _ => "a list of nodes",
    };

    private static string Quote(string word) => $"'{word}'";
}
