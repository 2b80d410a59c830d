namespace TierPolicy.Nodes;

/// <summary>A node's watermarks in pages, resolved against what it can hold.</summary>
internal readonly record struct Watermarks(long Min, long Low, long High, long Promo)
{
    /// <summary>None at all: the node reclaims one page at the moment it is needed.</summary>
    public bool AreZero => High == 0;

    /// <exception cref="ArgumentException">They are out of order.</exception>
    public static Watermarks Resolve(WatermarkDescription description, long capacityPages, int pageSize)
    {
        long Pages(Amount amount) => amount.ToPages(capacityPages, pageSize);
        long high = Pages(description.High);
        long promo = description.Promo is Amount given
            ? Pages(given)
            : high == 0 ? 0 : high + Pages(Amount.OfCapacity(10_000));

        long min = Pages(description.Min);
        long low = Pages(description.Low);
        if (min > low || low > high || high > promo)
        {
            throw new ArgumentException(FormattableString.Invariant($"Watermarks are out of order: min {min}, low {low}, high {high}, promo {promo} pages of {capacityPages}."), nameof(description));
        }

        // A node so small that its marks would meet its capacity must still be able to fill a page.
        long most = Math.Max(0, capacityPages - 1);
        return new(Math.Min(min, most), Math.Min(low, most), Math.Min(high, most), Math.Min(promo, most));
    }

    /// <summary>The marks of a node that has memory for fewer pages than its capacity: in proportion, as Linux does when memory comes or goes (<c>mm/page_alloc.c</c>, <c>__setup_per_zone_wmarks</c>).</summary>
    public Watermarks Within(long obtainablePages, long capacityPages)
    {
        // A node that has watermarks keeps having them: whether it has a background reclaimer does not change.
        long Part(long mark) => (long)((Int128)mark * obtainablePages / capacityPages);
        long high = AreZero ? 0 : Math.Max(1, Part(High));
        return new(Part(Min), Part(Low), high, Math.Max(high, Part(Promo)));
    }
}
