namespace TierPolicy.AdmissionControl;

/// <summary>What pages that came back cost on the tier where they were found: how often they were read there, and how many of them were promoted. Safe from any thread; a lost update costs precision only.</summary>
internal sealed class StayCosts(bool isPromoted)
{
    private const double Belief = 8;
    private const double Faded = 4096;

    /// <summary>Of the pages that come back so many are believed to be promoted, where a rule promotes from the tier: those that bounced must show that they are hot.</summary>
    private const double BelievedPromotions = 0.4;

    private double _returns;
    private double _accesses;
    private double _promotions;

    /// <summary>A demoted page is accessed in place.</summary>
    /// <param name="isFirst">Whether it comes back by this.</param>
    /// <param name="weight">For how many accesses this one counts, 0 where others count for it.</param>
    public void OnAccess(bool isFirst, int weight)
    {
        _accesses += weight;
        if (isFirst && ++_returns > Faded)
        {
            _returns /= 2;
            _accesses /= 2;
            _promotions /= 2;
        }
    }

    public void OnPromotion() => _promotions++;

    /// <summary>What a page that comes back from <paramref name="tier"/> costs, more than if it were on <paramref name="top"/>, in nanoseconds.</summary>
    public double OfReturn(int top, int tier, TierCosts costs)
    {
        if (!costs.IsByteAddressable(tier))
        {
            return costs.Page(tier);
        }

        double returns = _returns + Belief;
        double accesses = (_accesses + Belief) / returns;
        double promotions = Math.Min(1, (_promotions + (isPromoted ? BelievedPromotions * Belief : 0)) / returns);
        return (accesses * (costs.Access(tier) - costs.Access(top))) + (promotions * costs.Copy(tier, top));
    }
}
