using TierPolicy.Engine;
using TierPolicy.Nodes;
using TierPolicy.Pages;
using TierPolicy.Promotion;

namespace TierPolicy.Reclaim;

/// <summary>
/// Gives pages for which a proactive rule holds to the reclaim rules, without pressure. It walks over all pages in the order of their descriptors, as Linux's idle page tracking
/// walks over frames (<c>mm/page_idle.c</c>): that takes no lock and disturbs no list but for the pages that are found. One walk at a time.
/// </summary>
internal sealed class ProactiveScan<TPolicy>
    where TPolicy : struct, ITierPolicy
{
    /// <summary>Pages that a walk looks at, some tens of milliseconds' worth: where there are more, the next one goes on.</summary>
    public const int MaxPages = 1 << 20;

    private readonly MemoryCore _core;
    private readonly Reclaimer<TPolicy> _reclaimer;
    private readonly RateLimit?[] _limits;
    private readonly ulong _sources;
    private readonly List<Candidate>[] _found;
    private uint _next;

    public ProactiveScan(MemoryCore core, Reclaimer<TPolicy> reclaimer)
    {
        _core = core;
        _reclaimer = reclaimer;
        IReadOnlyList<ProactiveRuleDescription> rules = TPolicy.Description.ProactiveRules;
        _limits = [.. rules.Select(rule => rule.BytesPerSecond is long rate ? new RateLimit(rate, core.PageSize) : null)];
        foreach (ProactiveRuleDescription rule in rules)
        {
            _sources |= rule.Sources;
        }

        _found = [.. core.Nodes.Select(static _ => new List<Candidate>(ScanControl.ClusterMax))];
    }

    /// <summary>Looks at each page, or at as many as a walk may.</summary>
    public void Walk()
    {
        long now = _core.Clock.Now;
        ulong usable = ~_core.FailingNodes;
        uint length = _core.Pages.Length;
        uint page = _next < length ? _next : 0;
        uint? refused = null;
        for (long left = Math.Min(length, MaxPages); left > 0; left--)
        {
            if (!Look(page, now, usable))
            {
                refused ??= page;
            }

            page = page + 1 < length ? page + 1 : 0;
        }

        ReclaimFound();

        // Whom a rate limit held back comes first when there is some of it again, or those before it would have it all.
        _next = refused ?? page;
    }

    /// <returns>False where a rule holds for the page, and its rate limit does not let it through now.</returns>
    private bool Look(uint page, long now, ulong usable)
    {
        ref PageDescriptor descriptor = ref _core.Pages[page];

        // Before the state: a page that takes this one's place meanwhile is told by it.
        PageId id = _core.Pages.IdOf(page);
        PageState state = descriptor.State;
        if (!state.Place.IsNode || state.IsIsolated || state.IsLocked || state.IsPinned || (_sources & (1UL << state.Place.Node)) == 0)
        {
            return true;
        }

        Node node = _core.Nodes[state.Place.Node];
        if (node.Frames.IsClosed)
        {
            // It is being emptied by moving its pages.
            return true;
        }

        int rule = RuleFor(ref descriptor, node, now, usable);
        if (rule < 0)
        {
            return true;
        }

        if (_limits[rule] is RateLimit limit && !limit.TryTake(_core.PageSize, now))
        {
            // Of those that it let through some may stay, and give back what they have of it.
            ReclaimFound();
            if (!limit.TryTake(_core.PageSize, now))
            {
                return false;
            }
        }

        _found[node.Id].Add(new Candidate(id, rule));
        if (_found[node.Id].Count == ScanControl.ClusterMax)
        {
            Reclaim(node);
        }

        return true;
    }

    private int RuleFor(ref PageDescriptor descriptor, Node node, long now, ulong usable)
    {
        RuleContext context = DemotionTable<TPolicy>.Context(_core, _core.OnlineSet, node.Id, _core.Domains[descriptor.Domain].Nodes & usable);
        PageInfo info = _core.Describe(ref descriptor, node.Id, now);
        try
        {
            return TPolicy.Proactive(in info, in context);
        }
#pragma warning disable CA1031 // A predicate is the program's: whatever it throws must not end a background thread. Nothing is known of the page then, so it stays.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _core.LastFailure = error;
            return -1;
        }
    }

    private void ReclaimFound()
    {
        foreach (Node node in _core.Nodes)
        {
            Reclaim(node);
        }
    }

    private void Reclaim(Node node)
    {
        List<Candidate> found = _found[node.Id];
        if (found.Count == 0)
        {
            return;
        }

        Span<PageId> pages = stackalloc PageId[ScanControl.ClusterMax];
        Span<uint> isolated = stackalloc uint[ScanControl.ClusterMax];
        for (int i = 0; i < found.Count; i++)
        {
            pages[i] = found[i].Page;
        }

        isolated = isolated[.._core.TryIsolate(node, pages[..found.Count], isolated)];
        _reclaimer.ReclaimProactively(node, isolated);

        // A limit is for what leaves, or pages that are kept would use it up.
        foreach (Candidate candidate in found)
        {
            if (_limits[candidate.Rule] is RateLimit limit && _core.Pages.Exists(candidate.Page) && _core.Pages[candidate.Page.Index].State.Place == Place.OnNode(node.Id))
            {
                limit.GiveBack(_core.PageSize);
            }
        }

        found.Clear();
    }

    private readonly record struct Candidate(PageId Page, int Rule);
}
