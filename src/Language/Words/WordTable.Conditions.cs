using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Words;

public static partial class WordTable
{
    private static IEnumerable<Word> ConditionWords()
    {
        (string Name, string Type, NumberKind? Takes, string Meaning)[] facts =
        [
            ("page.idle", "duration", NumberKind.Duration, "The time since the last access that was noticed."),
            ("page.age", "duration", NumberKind.Duration, "The time since the page came to this node."),
            ("page.accesses", "0 to 255", NumberKind.Integer, "Accesses that were noticed, halved at each aging period."),
            ("page.dirty", "bool", null, "Written since it was last stored."),
            ("page.kind", "anon or file", null, "`anon` has no copy elsewhere; `file` has a store that can give it back."),
            ("page.domain", "domain", null, "The domain that the page is charged to."),
            ("page.tag", "0 to 255", NumberKind.Integer, "A number that the program sets."),
            ("source.free", "percentage", NumberKind.Percent, "Free pages of the node that the page is on."),
            ("target.free", "percentage", NumberKind.Percent, "Free pages of the node that the page would go to: of the freest one that is allowed."),
        ];

        return
        [
            new(WordPlace.Not, "not", "not CONDITION", "True when the condition is false."),
            new(WordPlace.Operator, "and", "CONDITION and CONDITION", "True when both are. Binds tighter than `or`."),
            new(WordPlace.Operator, "or", "CONDITION or CONDITION", "True when one of them is, or both."),
            new(WordPlace.Truth, "true", "true", "Always holds."),
            new(WordPlace.Truth, "false", "false", "Never holds."),
            new(WordPlace.PageKind, "anon", "page.kind == anon", "A page without a copy elsewhere."),
            new(WordPlace.PageKind, "file", "page.kind == file", "A page with a store behind it that can give it back."),
            .. facts.Select(fact => new Word(WordPlace.Fact, fact.Name, $"{fact.Name}: {fact.Type}", fact.Meaning) { Takes = fact.Takes }),
            .. facts.Select(fact => ShortFact(fact.Name, fact.Type, fact.Takes, fact.Meaning)),
        ];
    }

    private static Word ShortFact(string name, string type, NumberKind? takes, string meaning)
    {
        string text = name.StartsWith("page.", StringComparison.Ordinal) ? name.Substring("page.".Length) : name;
        return new Word(WordPlace.ExpectFact, text, $"{text}: {type}", meaning) { Takes = takes };
    }
}
