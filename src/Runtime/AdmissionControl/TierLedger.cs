using System.Numerics;
using TierPolicy.Nodes;

namespace TierPolicy.AdmissionControl;

/// <summary>
/// For the pages that leave one tier: which of them are let through to which lower tier, by what that would have saved and cost until now. Safe from any thread.
/// </summary>
internal sealed class TierLedger
{
    /// <summary>A share of the pages must bring so much more than all of them: whether fewer would stay longer depends on how the tier ages, and ghosts know of first in, first out only.</summary>
    private const double PreferenceForAll = 1.25;

    /// <summary>Pages that come between two decisions.</summary>
    private const int DecisionPeriod = 32;

    /// <summary>
    /// What is believed before anything is known: of the pages that a middle tier takes, this share comes back (28 to 47 % were measured for databases and virtual machines,
    /// <c>numbers.md</c>).
    /// </summary>
    private const double BelievedReturns = 0.3;

    /// <summary>So many pages count that belief.</summary>
    private const double Belief = 32;

    /// <summary>A decision is changed for more than so much of a copy a page: not for noise.</summary>
    private const double Hysteresis = 0.02;

    /// <summary>Of a moving average of what a page costs that is refused and comes back.</summary>
    private const double MissWeight = 1 / 1024.0;

    private readonly Lock _lock = new();
    private readonly Node[] _nodes;
    private readonly TierCosts _costs;
    private readonly int _source;
    private readonly StayCosts[] _stays;
    private readonly GhostOrder?[] _ghosts;

    // The share of the pages that a tier takes, -1 for none.
    private readonly int[] _shares;
    private Exploration _exploration = new();
    private double _miss;
    private long _misses;
    private int _untilDecision;

    /// <param name="source">The tier that the pages leave.</param>
    /// <param name="nodes">All nodes.</param>
    /// <param name="costs">What reads and copies cost.</param>
    /// <param name="stays">What pages cost that came back, a tier each.</param>
    public TierLedger(int source, Node[] nodes, TierCosts costs, StayCosts[] stays)
    {
        _source = source;
        _nodes = nodes;
        _costs = costs;
        _stays = stays;
        _shares = new int[costs.Tiers];
        _ghosts = new GhostOrder?[costs.Tiers];
        Array.Fill(_shares, -1);
        for (int tier = source + 1; tier < costs.Tiers; tier++)
        {
            _ghosts[tier] = new GhostOrder(CapacityOf(tier));
        }
    }

    /// <summary>The share of the pages that a tier takes now; 0 for none.</summary>
    public double ShareOf(int tier)
    {
        lock (_lock)
        {
            return _shares[tier] < 0 ? 0 : GhostOrder.ShareOf(_shares[tier]);
        }
    }

    /// <summary>Whether the page is one of those by which a tier below is known. Of a tier that is closed there are only strays, which are not like the rest.</summary>
    public bool Follows(PageId page, int tier) => Volatile.Read(ref _shares[tier]) >= 0 && _ghosts[tier]!.Follows(GhostOrder.NumberOf(page));

    /// <summary>A page is about to leave the tier.</summary>
    /// <param name="page">The page.</param>
    /// <param name="isWritten">Whether it has to be written where it is not demoted.</param>
    /// <param name="miss">What it costs to read it again from the store or from swap.</param>
    /// <param name="tiers">Bit set of the lower tiers where it could go.</param>
    /// <returns>Bit set of those that take it.</returns>
    public ulong Offer(PageId page, bool isWritten, MissCost miss, ulong tiers)
    {
        uint number = GhostOrder.NumberOf(page);
        ulong taken = 0;
        lock (_lock)
        {
            _misses++;
            _miss += Math.Max(MissWeight, 1.0 / _misses) * (miss.Read + (isWritten ? miss.Write : 0) - _miss);
            for (ulong rest = tiers; rest != 0; rest &= rest - 1)
            {
                GhostOrder ghosts = _ghosts[BitOperations.TrailingZeroCount(rest)]!;
                if (ghosts.Follows(number))
                {
                    ghosts.Add(page, number, isWritten);
                }
            }

            if (--_untilDecision < 0)
            {
                _untilDecision = DecisionPeriod;
                Decide();
            }

            for (ulong rest = tiers; rest != 0; rest &= rest - 1)
            {
                int share = _shares[BitOperations.TrailingZeroCount(rest)];
                taken |= share >= 0 && GhostOrder.IsIn(share, number) ? rest & (~rest + 1) : 0;
            }

            if (taken == 0 && _exploration.IsDue())
            {
                // The uppermost of them, as if nothing was known of it.
                taken = tiers & (~tiers + 1);
                _exploration.Plan(_costs.Copy(_source, BitOperations.TrailingZeroCount(taken)), _miss);
            }
        }

        return taken;
    }

    /// <summary>A page is wanted again that was somewhere below.</summary>
    /// <param name="page">The page.</param>
    /// <param name="miss">What it costs to read it from the store or from swap.</param>
    /// <returns>Whether it was remembered.</returns>
    public bool Return(PageId page, MissCost miss)
    {
        uint number = GhostOrder.NumberOf(page);
        bool isKnown = false;
        lock (_lock)
        {
            double saved = miss.Read;
            for (int tier = _shares.Length - 1; tier > _source; tier--)
            {
                isKnown |= _ghosts[tier]!.Follows(number) && _ghosts[tier]!.Return(page, saved, miss.Write);
                if (_shares[tier] >= 0)
                {
                    saved = Math.Min(saved, OtherwiseFrom(tier));
                }
            }
        }

        return isKnown;
    }

    /// <summary>Without the tiers above, a page could be read from this one, and would have been copied to it.</summary>
    private double OtherwiseFrom(int tier) => _costs.Page(tier) + _costs.Copy(_source, tier);

    private void Decide()
    {
        double miss = _miss;
        for (int tier = _shares.Length - 1; tier > _source; tier--)
        {
            GhostOrder ghosts = _ghosts[tier]!;
            ghosts.SetCapacity(CapacityOf(tier));
            if (!ghosts.IsOnline)
            {
                _shares[tier] = -1;
                continue;
            }

            double stay = _stays[tier].OfReturn(_source, tier, _costs);
            double copy = _costs.Copy(_source, tier);
            double now = _shares[tier] < 0 ? 0 : Gain(in ghosts.Windows[_shares[tier]], _shares[tier], stay, copy, miss);
            (int best, double gain) = (-1, 0);
            for (int share = 0; share < GhostOrder.Shares; share++)
            {
                double other = Gain(in ghosts.Windows[share], share, stay, copy, miss);
                (best, gain) = other > gain ? (share, other) : (best, gain);
            }

            if (gain > now + (Hysteresis * copy))
            {
                if (best < 0)
                {
                    _exploration.Restart();
                }

                _shares[tier] = best;
            }

            if (_shares[tier] >= 0)
            {
                miss = Math.Min(miss, OtherwiseFrom(tier));
            }
        }
    }

    /// <summary>Nanoseconds that letting this share through brings, for each page that comes.</summary>
    private double Gain(in GhostWindow window, int share, double stay, double copy, double miss)
    {
        // Pages that have not had the time to come back, or not to, until the tier would have been filled for the first time, count as believed.
        double believed = Math.Max(0, Math.Max(Belief, window.Live) - window.Turned);
        double pages = Math.Max(1, window.Hits + window.Expired + believed);
        double hits = window.Hits + (BelievedReturns * believed);
        double saved = window.Saved + (BelievedReturns * believed * miss);
        double gain = GhostOrder.ShareOf(share) * (((saved - (hits * stay)) / pages) - copy);
        return share == 0 ? gain : gain / PreferenceForAll;
    }

    private long CapacityOf(int tier)
    {
        long capacity = 0;
        foreach (Node node in _nodes)
        {
            if (node.Description.Tier == tier && !node.Frames.IsClosed)
            {
                // A compressed node may hold more pages than its bytes are.
                capacity += Math.Max(node.Frames.Capacity, node.Lists.Total);
            }
        }

        return capacity;
    }
}
