using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Evaluation;
using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;
using TierPolicy.Language.Words;

namespace TierPolicy.Language.Binding;

/// <summary>Reads the facts of an <c>expect</c>.</summary>
internal sealed class FactReader
{
    private readonly ClauseReader _clauses;
    private readonly EquatableArray<ClauseSyntax> _syntax;
    private readonly HashSet<string> _predicates;
    private readonly IReadOnlyDictionary<string, int> _domains;
    private readonly DiagnosticBag _diagnostics;

    /// <param name="facts">What is written.</param>
    /// <param name="names">What they may be.</param>
    /// <param name="domains">The policy's domains by name: their ids.</param>
    /// <param name="diagnostics">Where mistakes go.</param>
    public FactReader(
        EquatableArray<ClauseSyntax> facts,
        FactNames names,
        IReadOnlyDictionary<string, int> domains,
        DiagnosticBag diagnostics)
    {
        _syntax = facts;
        _predicates = names.Predicates;
        _domains = domains;
        _diagnostics = diagnostics;
        List<ClauseSyntax> read = [];
        foreach (ClauseSyntax fact in facts)
        {
            string name = fact.Keyword.Text;
            if (FactName.Find(name) is { } full && full.ShortName != name)
            {
                Diagnostic diagnostic = Diagnostic.Create(
                    Descriptors.UnknownName, fact.Keyword.Location, "fact", name, $"; did you mean '{full.ShortName}'?");
                diagnostics.Report(diagnostic with { Replacement = full.ShortName });
            }
            else if (!names.IsIncomplete || names.All.Contains(name) || Spelling.Nearest(name, names.All) is not null)
            {
                read.Add(fact);
            }
        }

        _clauses = new ClauseReader(read, "fact", names.All, diagnostics);
    }

    public PageFacts Read(int node) => new()
    {
        Node = node,
        IdleNanoseconds = _clauses.Number("idle", NumberKind.Duration) ?? 0,
        AgeNanoseconds = _clauses.Number("age", NumberKind.Duration) ?? 0,
        Accesses = Ranged("accesses", NumberKind.Integer) ?? 0,
        IsDirty = Holds("dirty"),
        Kind = (PageKind)(_clauses.Word("kind", WordTable.TextsAt(WordPlace.PageKind)) ?? 0),
        Domain = Domain(),
        Tag = (int)(Ranged("tag", NumberKind.Integer) ?? 0),
        SourceFree = Ranged("source.free", NumberKind.Percent) ?? 0,
        TargetFree = Ranged("target.free", NumberKind.Percent),
        TruePredicates = _syntax.Select(fact => fact.Keyword.Text).Where(name => _predicates.Contains(name) && Holds(name)).Distinct().ToEquatableArray(),
    };

    private long? Ranged(string name, NumberKind kind)
    {
        FactName fact = FactName.FindShort(name)!;
        long? value = _clauses.Number(name, kind);
        if (value is not { } read || read <= fact.Most)
        {
            return value;
        }

        _diagnostics.Report(
            Descriptors.ConstantOutOfRange,
            _clauses.Find(name)!.Value!.Location,
            Quantity.Show(kind, read),
            name,
            Quantity.Show(kind, fact.Least),
            Quantity.Show(kind, fact.Most));
        return null;
    }

    /// <summary>A fact that is true or false; said alone it is true.</summary>
    private bool Holds(string name) => _clauses.Find(name) switch
    {
        null => false,
        { Value: null } => true,
        _ => _clauses.Word(name, WordTable.TextsAt(WordPlace.Truth)) == 0,
    };

    private int Domain()
    {
        if (_clauses.Value<WordSyntax>("domain", "a domain") is not { } word || word.Name.Text == "none")
        {
            return 0;
        }

        if (_domains.TryGetValue(word.Name.Text, out int id))
        {
            return id;
        }

        _diagnostics.ReportUnknown(Descriptors.UnknownName, word.Location, ["domain", word.Name.Text], word.Name.Text, _domains.Keys);
        return 0;
    }
}
