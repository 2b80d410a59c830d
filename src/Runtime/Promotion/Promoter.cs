using System.Threading.Channels;
using TierPolicy.Counters;
using TierPolicy.Engine;
using TierPolicy.Migration;
using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy.Promotion;

/// <summary>
/// Brings hot pages up by the policy's promote rules: rate-limited, only into room above the target's high watermark, without the reader waiting. Promotion
/// may wake the target's reclaimer and never reclaims itself.
/// </summary>
internal sealed class Promoter<TPolicy> : IDisposable
    where TPolicy : struct, ITierPolicy
{
    /// <summary>Promotions under way at most; more are given up, and the next access to their pages asks again.</summary>
    private const int MaxQueued = 1024;

    private readonly MemoryCore _core;
    private readonly Migrator _migrator;
    private readonly ulong _sources;
    private readonly RateLimit?[] _limits;
    private readonly Channel<Request>? _queue;
    private readonly Task _worker = Task.CompletedTask;

    public Promoter(MemoryCore core, Migrator migrator, BackgroundWork work)
    {
        _core = core;
        _migrator = migrator;
        IReadOnlyList<PromoteRuleDescription> rules = TPolicy.Description.PromoteRules;
        _limits = [.. rules.Select(rule => rule.BytesPerSecond is long rate ? new RateLimit(rate, core.PageSize) : null)];
        foreach (PromoteRuleDescription rule in rules)
        {
            _sources |= rule.Sources;
        }

        if (_sources != 0 && work == BackgroundWork.Threads)
        {
            _queue = Channel.CreateBounded<Request>(new BoundedChannelOptions(MaxQueued) { SingleReader = true });
            _worker = Task.Run(RunAsync);
        }
    }

    /// <summary>Whether a page on the node may be promoted at all.</summary>
    public bool Watches(int node) => (_sources & (1UL << node)) != 0;

    /// <summary>A page was accessed on a node that is watched: asks the rules, and promotes it or has it promoted.</summary>
    /// <param name="page">The page.</param>
    /// <param name="descriptor">Its descriptor.</param>
    /// <param name="info">The page as it is seen by rules: this access counted, idle since the one before.</param>
    public void OnAccess(PageId page, ref PageDescriptor descriptor, in PageInfo info)
    {
        if (!TryAskRules(in info, _core.Domains[descriptor.Domain].Nodes, out PromotionDecision decision) || decision.Target < 0)
        {
            return;
        }

        if (_queue is not null && descriptor.State.Has(PageFlags.Promoting))
        {
            // It is asked for already: one request is one candidate, and one charge of the limit.
            return;
        }

        Node target = _core.Nodes[decision.Target];
        if (descriptor.State.Has(PageFlags.Bounced) && !target.Watermarks.AreZero)
        {
            // It came up not long ago, was not used, and did not stay: the rule is to match once more, or the two nodes would pass it to and fro. (Linux raises the threshold for all pages instead,
            // by how many were candidates: numa_promotion_adjust_threshold, kernel/sched/fair.c, 6.1.) Without watermarks a promotion is an exchange, as plain caches do it.
            descriptor.Clear(PageFlags.Bounced);
            Ask(ref descriptor, new Request(page, info.Node, Request.Nowhere));
            return;
        }

        target.Counters.Count(VmStatItem.PgPromoteCandidate);
        if (_limits[decision.Rule]?.TryTake(_core.PageSize, _core.Clock.Now) == false)
        {
            return;
        }

        if (!Ask(ref descriptor, new Request(page, info.Node, decision.Target)))
        {
            target.Counters.Count(VmStatItem.PgPromoteFail);
        }
    }

    public void Dispose()
    {
        _queue?.Writer.TryComplete();
        _worker.Wait();
    }

    /// <returns>False where a predicate threw: nothing is known of the page then, so it stays, and the error is told if memory runs out.</returns>
    private bool TryAskRules(in PageInfo info, ulong allowed, out PromotionDecision decision)
    {
        RuleContext context = DemotionTable<TPolicy>.Context(_core, _core.OnlineSet, info.Node, allowed);
        try
        {
            decision = TPolicy.Promote(in info, in context);
            return true;
        }
#pragma warning disable CA1031 // A predicate is the program's: whatever it throws must not keep a reader from a page that is there, nor lose a pin that is on it already.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _core.LastFailure = error;
            decision = default;
            return false;
        }
    }

    /// <summary>Does what is asked for, or has it done: readers wait for no lock here.</summary>
    /// <returns>False where too much is under way already.</returns>
    private bool Ask(ref PageDescriptor descriptor, Request request)
    {
        if (_queue is null)
        {
            Do(request);
        }
        else if (!descriptor.Set(PageFlags.Promoting).Has(PageFlags.Promoting) && !_queue.Writer.TryWrite(request))
        {
            descriptor.Clear(PageFlags.Promoting);
            return false;
        }

        return true;
    }

    private async Task RunAsync()
    {
        await foreach (Request request in _queue!.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            Do(request);

            // Not before: who reads the page meanwhile would ask again, and bring it up once more when it has come down since.
            _core.Pages[request.Page.Index].Clear(PageFlags.Promoting);
        }
    }

    private void Do(Request request)
    {
        if (request.Target == Request.Nowhere)
        {
            HoldBack(request.Page);
        }
        else
        {
            Promote(request);
        }
    }

    /// <summary>
    /// Gives a page the place on its node that it would have if it had gone up and come down again, without the copies. Left where it was until reclaim comes by, and active then, it
    /// would take room from those that come down meanwhile: the Quickstart had 5,669 pages read from store and swap instead of 3,213 when all that came down soon was held back.
    /// </summary>
    private void HoldBack(PageId page)
    {
        if (!_core.TryIsolate(page.Index))
        {
            return;
        }

        // It may have been freed since, and another have taken its descriptor.
        if (_core.Pages[page.Index].Generation == page.Generation)
        {
            _core.Pages[page.Index].Clear(PageFlags.Referenced);
        }

        _core.PutBack(page.Index);
    }

    private void Promote(Request request)
    {
        Node target = _core.Nodes[request.Target];
        uint page = request.Page.Index;
        if (!_core.TryIsolate(page))
        {
            target.Counters.Count(VmStatItem.PgPromoteFail);
            return;
        }

        bool wasDemoted = _core.Pages[page].State.Has(PageFlags.Demoted);

        // The page that was hot may have been freed since, and another have taken its descriptor.
        if (_core.Pages[page].Generation == request.Page.Generation
            && _migrator.TryMigrate(page, _core.Nodes[request.Source], target, MigrationReason.Promotion, target.Watermarks.High))
        {
            target.Counters.Count(VmStatItem.PgPromoteSuccess);
            if (wasDemoted)
            {
                _core.Admission?.OnPromotion(request.Page, _core.Nodes[request.Source]);
            }

            return;
        }

        target.Counters.Count(VmStatItem.PgPromoteFail);
        if (!target.Watermarks.AreZero && target.Frames.Free <= target.Watermarks.High)
        {
            target.WakeBackgroundReclaim();
        }

        _core.PutBack(page);
    }

    /// <param name="Page">The page.</param>
    /// <param name="Source">The node that it was on.</param>
    /// <param name="Target">Where it is to go; <see cref="Nowhere"/>: it is held back.</param>
    private readonly record struct Request(PageId Page, int Source, int Target)
    {
        public const int Nowhere = -1;
    }
}
