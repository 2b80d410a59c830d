using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Words;

/// <summary>
/// All words of the language and what they mean. The parser and the binder take the words that they know from here, so an editor that offers
/// and explains them cannot fall behind. Within a place the order is that of the language's page, and where the words are the values of an enum,
/// that of the enum.
/// </summary>
public static partial class WordTable
{
    /// <summary>Every word, place by place.</summary>
    public static IReadOnlyList<Word> All { get; } = [.. Outline(), .. TopologyWords(), .. PolicyWords(), .. ConditionWords(), .. UnitWords()];

    private static readonly ILookup<WordPlace, Word> ByPlace = All.ToLookup(word => word.Place);

    private static readonly Dictionary<WordPlace, string[]> Texts = ByPlace.ToDictionary(group => group.Key, group => group.Select(word => word.Text).ToArray());

    /// <summary>The words that can stand in a place.</summary>
    public static IEnumerable<Word> At(WordPlace place) => ByPlace[place];

    /// <summary>Their texts, for those who read the language: the same array each time, so not to be written to.</summary>
    internal static string[] TextsAt(WordPlace place) => Texts[place];

    /// <summary>What a word means in a place; null where it cannot stand there.</summary>
    public static Word? Find(WordPlace place, string text) => ByPlace[place].FirstOrDefault(word => word.Text == text);

    private static IEnumerable<Word> Outline() =>
    [
        new(WordPlace.File, "namespace", "namespace NAME;", "The C# namespace of all that the file declares. It stands once, before the first topology or policy."),
        new(WordPlace.File, "topology", "topology NAME { … }", "Declares the memory of a machine: its nodes, their tiers and the distances between them. It becomes an `enum` of the nodes."),
        new(WordPlace.File, "policy", "policy NAME on TOPOLOGY { … }", "Declares which pages go where on a topology. It becomes a `readonly partial struct` that the runtime is given as a type argument."),
        new(WordPlace.File, "internal", "internal topology … / internal policy …", "Makes the type that is generated `internal`; without it the type is public."),
        new(WordPlace.PolicyHead, "on", "policy NAME on TOPOLOGY", "Names the topology of the policy. It may stand in another file, or be an attributed enum in C#."),
    ];

    private static IEnumerable<Word> UnitWords() => Units.All.Select(static unit =>
    {
        Units.TryGet(unit, out NumberKind kind, out long factor);
        string meaning = kind == NumberKind.Percent
            ? "A percentage, of the capacity of a node or of its pages."
            : $"The unit of {Quantity.Describe(kind)}: {factor.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)} {Quantity.SmallestUnit(kind)}.";
        return new Word(WordPlace.Unit, unit, "1" + unit, meaning) { Takes = kind };
    });
}
