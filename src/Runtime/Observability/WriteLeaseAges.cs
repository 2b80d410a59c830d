using TierPolicy.Engine;

namespace TierPolicy.Observability;

/// <summary>How old the write leases are. They carry no time: one that is seen again at a later look is at least as old as the time between. Safe from any thread.</summary>
internal sealed class WriteLeaseAges(MemoryCore core, TimeProvider time)
{
    private readonly Lock _lock = new();

    /// <summary>When each lease that is held was seen first.</summary>
    private Dictionary<HeldPage, long> _seen = [];

    /// <summary>The leases that are older than the limit, and those that nobody can end any more, a sentence each.</summary>
    public IReadOnlyList<string> Problems(TimeSpan limit)
    {
        List<string> problems = [];
        lock (_lock)
        {
            long now = time.GetTimestamp();
            Dictionary<HeldPage, long> seen = [];
            foreach (HeldPage held in ThreadHolds.LeasesOf(core))
            {
                seen[held] = _seen.GetValueOrDefault(held, now);
                TimeSpan age = time.GetElapsedTime(seen[held], now);
                string thread = FormattableString.Invariant($"thread {held.Thread.ManagedThreadId}{(held.Thread.Name is string name ? $" '{name}'" : "")}");
                if (!held.Thread.IsAlive)
                {
                    problems.Add($"The write lease on {core.Pages.IdOf(held.Page)} is lost: {thread} has ended and did not dispose it. The page is read as before, and cannot be written, moved or freed any more.");
                }
                else if (age > limit)
                {
                    problems.Add(FormattableString.Invariant($"A write lease on {core.Pages.IdOf(held.Page)} is held for {age.TotalSeconds:0.0} s at least, by {thread}: who writes the page waits."));
                }
            }

            _seen = seen;
        }

        return problems;
    }
}
