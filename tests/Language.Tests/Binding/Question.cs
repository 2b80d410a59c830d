using CsCheck;
using TierPolicy.Language.Evaluation;
using TierPolicy.Language.Model;

namespace TierPolicy.Language.Tests.Binding;

/// <summary>
/// Something that conditions can ask of a page: how they ask, and pages enough that each set of answers that there can be is some page's.
/// </summary>
/// <param name="Atoms">Conditions without <c>and</c>, <c>or</c> and <c>not</c>.</param>
/// <param name="Pages">A page after another value was given to it, for each value that matters.</param>
internal sealed record Question(Gen<string> Atoms, params Func<PageFacts, PageFacts>[] Pages)
{
    private const long Second = 1_000_000_000;

    private static readonly Gen<string> Comparison = Gen.OneOf("==", "!=", "<", "<=", ">", ">=");

    public static readonly Question[] All =
    [
        new(Number("page.tag", "1", "2"), [.. Values(0, 1, 2, 3).Select(Set<long>((page, value) => page with { Tag = (int)value }))]),
        new(Number("page.accesses", "1", "2"), [.. Values(0, 1, 2, 255).Select(Set<long>((page, value) => page with { Accesses = value }))]),
        new(Number("page.idle", "1s", "2s"), [.. Moments.Select(Set<long>((page, value) => page with { IdleNanoseconds = value }))]),
        new(Number("page.age", "1s", "2s"), [.. Moments.Select(Set<long>((page, value) => page with { AgeNanoseconds = value }))]),
        new(Number("source.free", "2%", "5%"), [.. Shares.Select(Set<long>((page, value) => page with { SourceFree = value }))]),
        new(Gen.Const("page.dirty"), page => page, page => page with { IsDirty = true }),
        new(Gen.OneOf("page.kind == file", "anon == page.kind"), page => page, page => page with { Kind = PageKind.File }),
        new(Gen.OneOf("Acme.IsHot(page)", "Acme.IsCold(page)"), [.. new[] { "", "Acme.IsHot", "Acme.IsCold", "Acme.IsHot Acme.IsCold" }
            .Select(Set<string>((page, names) => page with { TruePredicates = new(names.Split(' ', StringSplitOptions.RemoveEmptyEntries)) }))]),
    ];

    /// <summary>Of domains, which are gone through besides. What a domain may use, and so which rules are tried, is not held against what a condition says of it.</summary>
    public static readonly Question Domain = new(Gen.OneOf("page.domain == Anywhere", "page.domain != Fenced", "page.domain == none"), page => page);

    /// <summary>Of where a page would go: each rule may have another answer, and a page has one, so that not all sets of answers are some page's.</summary>
    public static readonly Question TargetFree =
        new(Number("target.free", "2%", "5%"), [.. Shares.Select(Set<long>((page, value) => page with { TargetFree = value }))]);

    /// <summary>Of two names: the compiler takes the answer as free.</summary>
    public static readonly Question TwoNames =
        new(Gen.OneOf("page.idle < page.age", "page.idle == page.age", "page.idle > page.age + 1s", "page.idle >= 1s", "page.age < 2s"),
            [.. Moments.SelectMany(idle => Moments.Select(Set<long>((page, age) => page with { IdleNanoseconds = idle, AgeNanoseconds = age })))]);

    private static IEnumerable<long> Moments => Values(0, Second, 3 * Second / 2, 2 * Second, 4 * Second);

    private static IEnumerable<long> Shares => Values(10_000, 20_000, 30_000, 50_000, 1_000_000);

    private static Gen<string> Number(string name, params string[] constants) =>
        from comparison in Comparison
        from constant in Gen.OneOf(constants)
        from turned in Gen.Bool
        select turned ? $"{constant} {comparison} {name}" : $"{name} {comparison} {constant}";

    private static long[] Values(params long[] values) => values;

    private static Func<T, Func<PageFacts, PageFacts>> Set<T>(Func<PageFacts, T, PageFacts> set) => value => page => set(page, value);
}
