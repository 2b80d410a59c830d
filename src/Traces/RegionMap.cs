namespace TierPolicy.Traces;

/// <summary>
/// Moves the few regions of an address space that a program uses next to each other, in the order in which
/// they first come. Pages of one region keep their places in it.
/// </summary>
internal sealed class RegionMap
{
    private const int PageBits = 14;
    private const ulong PageMask = (1UL << PageBits) - 1;

    private readonly Dictionary<ulong, ulong> _places = [];
    private ulong _lastRegion = ulong.MaxValue;
    private ulong _lastPlace;

    public ulong Place(ulong page)
    {
        ulong region = page >> PageBits;
        if (region != _lastRegion)
        {
            if (!_places.TryGetValue(region, out ulong place))
            {
                place = (ulong)_places.Count;
                _places.Add(region, place);
            }

            _lastRegion = region;
            _lastPlace = place;
        }

        return (_lastPlace << PageBits) | (page & PageMask);
    }
}
