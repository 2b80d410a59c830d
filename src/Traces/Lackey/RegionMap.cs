using System.Numerics;

namespace TierPolicy.Traces;

/// <summary>
/// Moves the few regions of an address space that a program uses next to each other, in the order in which
/// they first come. Pages of one region keep their places in it.
/// </summary>
/// <param name="pageSize">Bytes a page, a power of two.</param>
internal sealed class RegionMap(int pageSize)
{
    private const int RegionBits = 26;

    private readonly int _pageBits = RegionBits - BitOperations.Log2((uint)pageSize);

    private readonly Dictionary<ulong, ulong> _places = [];
    private ulong _lastRegion = ulong.MaxValue;
    private ulong _lastPlace;

    public ulong Place(ulong page)
    {
        ulong region = page >> _pageBits;
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

        return (_lastPlace << _pageBits) | (page & ((1UL << _pageBits) - 1));
    }
}
