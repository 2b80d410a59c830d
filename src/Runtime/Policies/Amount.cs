namespace TierPolicy;

/// <summary>A share of a node's capacity, or a size.</summary>
public readonly record struct Amount
{
    private readonly long _value;
    private readonly bool _isShare;

    private Amount(long value, bool isShare)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        _value = value;
        _isShare = isShare;
    }

    /// <summary>A share in millionths of the capacity: 1 % is 10,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The share is negative.</exception>
    public static Amount OfCapacity(long millionths) => new(millionths, isShare: true);

    /// <summary>A size in bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative.</exception>
    public static Amount OfBytes(long bytes) => new(bytes, isShare: false);

    /// <summary>The amount in whole pages, rounded up.</summary>
    internal long ToPages(long capacityPages, int pageSize) => _isShare
        ? (long)((((UInt128)(ulong)capacityPages * (ulong)_value) + 999_999) / 1_000_000)
        : (_value / pageSize) + (_value % pageSize == 0 ? 0 : 1);
}
