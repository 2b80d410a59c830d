using System.Globalization;

namespace TierPolicy.Reclaim;

/// <summary>Counts why pages stayed where they were, for the message of a <see cref="TierFullException"/>.</summary>
internal sealed class Obstacles
{
    // Seldom needed: most requests find pages that no rule keeps.
    private SortedDictionary<int, long>? _keptByRule;

    public long Pinned { get; set; }

    public long Locked { get; set; }

    public long NoSwap { get; set; }

    /// <summary>What the device or the store said when a page could not be written out; null where none failed.</summary>
    public Exception? WriteFailure { get; set; }

    public long PredicateFailed { get; set; }

    public void CountKept(int rule)
    {
        _keptByRule ??= [];
        _keptByRule[rule] = _keptByRule.GetValueOrDefault(rule) + 1;
    }

    /// <summary>The obstacles in words, "" where there were none. Pages met twice count twice, so it says which, not how many.</summary>
    public string Describe(IReadOnlyList<string> rules)
    {
        List<string> reasons = [];
        if (Pinned > 0)
        {
            reasons.Add("pages are pinned");
        }

        if (Locked > 0)
        {
            reasons.Add("pages are locked: by write leases, or while they are written out or moved");
        }

        foreach (int rule in _keptByRule?.Keys.AsEnumerable() ?? [])
        {
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"rule {rule + 1} keeps pages: {rules[rule]}"));
        }

        if (NoSwap > 0)
        {
            reasons.Add("anonymous pages have no free swap slot to go to");
        }

        if (WriteFailure is not null)
        {
            reasons.Add($"writing pages out failed: {WriteFailure.Message.TrimEnd('.')}");
        }

        if (PredicateFailed > 0)
        {
            reasons.Add("a predicate of the policy threw an exception");
        }

        return string.Join("; ", reasons);
    }
}
