namespace TierPolicy.Runtime.Tests.Model;

/// <summary>A page as a plain dictionary would hold it.</summary>
internal sealed class ModelPage
{
    private readonly List<long> _values = [];
    private int _acknowledged = -1;

    public required PageId Page { get; init; }

    public required long Key { get; init; }

    public required bool IsFile { get; init; }

    public required PageOptions Options { get; init; }

    public long Value
    {
        get => _values[^1];
        set => _values.Add(value);
    }

    /// <summary>Whether its contents were acknowledged to be durable once, so that it must be found again.</summary>
    public bool IsSafe => _acknowledged >= 0;

    /// <summary>From here on the page is found again as it is now, or newer.</summary>
    public void Acknowledge() => _acknowledged = _values.Count - 1;

    /// <summary>Whether the page may be found so when its memory is opened again: as it was acknowledged last, or later.</summary>
    public bool MayBeFoundWith(long value) => _values.LastIndexOf(value) >= Math.Max(0, _acknowledged);
}
