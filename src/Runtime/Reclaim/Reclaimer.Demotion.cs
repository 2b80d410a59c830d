using System.Numerics;
using System.Runtime.InteropServices;
using TierPolicy.AdmissionControl;
using TierPolicy.Domains;
using TierPolicy.Migration;
using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy.Reclaim;

/// <content>Demotes what passed the gate (Linux, <c>demote_page_list</c>).</content>
internal sealed partial class Reclaimer<TPolicy>
{
    private readonly TargetLottery _lottery = new(seed);

    /// <summary>The parts of the demotion gate that do not depend on the page's targets.</summary>
    private bool DemotionIsOpen(ScanControl control, DomainAccount domain) =>
        core.Mode.HasFlag(ReclaimMode.Migrate)
        && !core.IsDemotionSuspended
        && control.Reason != ReclaimReason.PageOut
        && domain.Demotion switch
        {
            DomainDemotion.Off => false,

            // Moving the charge does not lower it, so a domain's limit demotes only where the domain asks for it (patch 12 of the January 2021 series).
            DomainDemotion.On => control.Reason != ReclaimReason.Domain,
            _ => true,
        };

    /// <summary>The targets that admission lets the page through to: the preferred ones, else the next lower ones that take it, else none.</summary>
    private DemotionKey Admit(AdaptiveAdmission admission, uint page, Node node, DemotionKey key)
    {
        ulong lower = DemotionTable<TPolicy>.Fallback(key.Set, node.Id) & key.Allowed & ~key.Targets;
        ulong admitted = admission.Admit(core.Pages.IdOf(page), core.Pages[page].State, node, key.Targets | lower);
        ulong targets = key.Targets & admitted;
        return key with
        {
            Targets = targets != 0 ? targets : BestOf(lower & admitted, Candidates(key.Set, node, key.Rule)),
            Allowed = key.Allowed & (admitted | ~(key.Targets | lower)),
        };
    }

    /// <summary>Whether ordinary reclaim could take the page: one that it cannot take must go down, or memory would be full of what does not pay to demote.</summary>
    private bool MayLeave(PageState state, ScanControl control) =>
        state.Kind == PageKind.Anon ? control.MayWrite && MaySwap(control) : !state.IsDirty || control.MayWrite;

    private static ReadOnlySpan<byte> Candidates(int set, Node node, int rule)
    {
        ReadOnlySpan<byte> named = rule < 0 ? default : TPolicy.RuleTargets(rule);
        return named.IsEmpty ? DemotionTable<TPolicy>.ByScore(set, node.Id) : named;
    }

    private static ulong BestOf(ulong nodes, ReadOnlySpan<byte> order)
    {
        foreach (byte node in order)
        {
            if (IsIn(nodes, node))
            {
                return 1UL << node;
            }
        }

        return 0;
    }

    private void DemotePageList(Node node, DemotionBatches demotions, ScanControl control)
    {
        foreach ((DemotionKey key, List<uint> pages) in demotions.All)
        {
            List<uint> notMoved = [];
            int demoted = pages.Count;
            int target = _lottery.Draw(key.Targets);
            demoted -= MigrateTo(node, target, CollectionsMarshal.AsSpan(pages), notMoved);
            if (notMoved.Count > 0)
            {
                demoted += DemoteToFallback(node, key, tried: target, ref notMoved);
            }

            node.Counters.Count(DemoteItem(control.Reason), demoted);
            if (control.Reason != ReclaimReason.Domain)
            {
                control.Reclaimed += demoted;
            }

            foreach (uint page in notMoved)
            {
                if (control.Reason == ReclaimReason.Proactive)
                {
                    // Nobody needs the room: what could not be demoted need not be dropped for it.
                    control.Kept.Add(page);
                }
                else
                {
                    ShrinkPage(node, page, control, demotions: null);
                }
            }
        }
    }

    /// <summary>Tries the other targets that the table, the rule and the domain allow, best first, on what the preferred one did not take.</summary>
    /// <returns>How many pages moved.</returns>
    private int DemoteToFallback(Node node, DemotionKey key, int tried, ref List<uint> notMoved)
    {
        ulong candidates = DemotionTable<TPolicy>.Fallback(key.Set, node.Id) & key.Allowed;
        ReadOnlySpan<byte> order = key.Rule < 0 ? default : TPolicy.RuleTargets(key.Rule);
        if (order.IsEmpty)
        {
            order = DemotionTable<TPolicy>.ByScore(key.Set, node.Id);
        }
        else
        {
            // Under `order manual` the first target that a rule names may be the node's preferred one, and not among its fallback.
            candidates |= DemotionTable<TPolicy>.Preferred(key.Set, node.Id) & key.Allowed;
        }

        int moved = 0;
        foreach (byte target in order)
        {
            if (notMoved.Count == 0 || !IsIn(candidates, target) || target == tried)
            {
                continue;
            }

            List<uint> rest = [];
            moved += notMoved.Count - MigrateTo(node, target, CollectionsMarshal.AsSpan(notMoved), rest);
            notMoved = rest;
        }

        return moved;
    }

    private int MigrateTo(Node source, int target, ReadOnlySpan<uint> pages, List<uint> notMoved)
    {
        Node node = core.Nodes[target];
        return migrator.Migrate(pages, source, node, MigrationReason.Demotion, node.Watermarks.Min, notMoved);
    }

    /// <summary>Draws one of several equally good targets, so that none is overrun (Linux 5.17, <c>next_demotion_node</c>). Repeatable by its seed.</summary>
    private sealed class TargetLottery(int seed)
    {
        private readonly Random _random = new(seed);

        public int Draw(ulong targets)
        {
            int count = BitOperations.PopCount(targets);
            if (count > 1)
            {
                int skip;
                lock (_random)
                {
                    skip = _random.Next(count);
                }

                for (; skip > 0; skip--)
                {
                    targets &= targets - 1;
                }
            }

            return BitOperations.TrailingZeroCount(targets);
        }
    }
}
