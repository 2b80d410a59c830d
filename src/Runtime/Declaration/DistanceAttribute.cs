namespace TierPolicy;

/// <summary>
/// The distance between two nodes: there, and back too unless another attribute says what that is. A pair that is left out is
/// 10 to itself, 20 within a tier and 20 more per tier between.
/// </summary>
/// <param name="source">A member of the enum, or its name.</param>
/// <param name="target">A member of the enum, or its name.</param>
/// <param name="value">The distance: 10 to itself, else from 11 to 254.</param>
[AttributeUsage(AttributeTargets.Enum, AllowMultiple = true)]
public sealed class DistanceAttribute(object source, object target, int value) : Attribute
{
    /// <summary>The row of the SLIT matrix.</summary>
    public object Source { get; } = source;

    /// <summary>The column.</summary>
    public object Target { get; } = target;

    /// <summary>The entry.</summary>
    public int Value { get; } = value;
}

/// <summary>A row of the SLIT matrix, as <c>numactl --hardware</c> prints it.</summary>
/// <param name="source">A member of the enum, or its name.</param>
/// <param name="values">The distance to each node, by id.</param>
[AttributeUsage(AttributeTargets.Enum, AllowMultiple = true)]
public sealed class DistanceRowAttribute(object source, params int[] values) : Attribute
{
    /// <summary>The node whose row it is.</summary>
    public object Source { get; } = source;

    /// <summary>The entries.</summary>
    public IReadOnlyList<int> Values { get; } = values;
}
