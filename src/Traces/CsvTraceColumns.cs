namespace TierPolicy.Traces;

/// <summary>
/// What the columns of a CSV are called. A name that is not given is looked for among the usual ones, whatever their case; a name that is given must be there.
/// </summary>
public sealed record CsvTraceColumns
{
    /// <summary>Pages or keys: <c>page</c>, <c>key</c>, <c>object</c>, <c>obj</c>, <c>obj_id</c>, <c>object_id</c>, <c>id</c>, <c>block</c>, <c>lbn</c>. What is no number is hashed.</summary>
    public string? Page { get; init; }

    /// <summary>In place of pages, bytes: <c>offset</c>, <c>address</c>, <c>addr</c>. Decimal, or hexadecimal with <c>0x</c> before it.</summary>
    public string? Offset { get; init; }

    /// <summary>Reads or writes: <c>write</c>, <c>op</c>, <c>operation</c>, <c>type</c>.</summary>
    public string? Write { get; init; }

    /// <summary>Kinds, <c>anon</c> or <c>file</c>: <c>kind</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>Domains, by number: <c>domain</c>, <c>tenant</c>.</summary>
    public string? Domain { get; init; }

    /// <summary>Tags, by number: <c>tag</c>.</summary>
    public string? Tag { get; init; }

    /// <summary>Bytes: <c>size</c>, <c>length</c>, <c>bytes</c>, <c>obj_size</c>, <c>object_size</c>.</summary>
    public string? Size { get; init; }

    /// <summary>Times: <c>time</c>, <c>timestamp</c>, <c>ts</c>.</summary>
    public string? Time { get; init; }

    /// <summary>Nanoseconds that a time of 1 stands for, from 1 to 10^18: a second unless told. Times are taken from the first one on.</summary>
    public double TimeUnit
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1e18);
            field = value;
        }
    }

    = 1e9;
}
