using System.Runtime.InteropServices;

namespace TierPolicy;

/// <summary>A <see cref="ReadLease"/> on the elements of one page of a <see cref="TieredArray{T, TPolicy}"/>. Do not copy it.</summary>
/// <typeparam name="T">What the elements are.</typeparam>
public ref struct ElementReadLease<T> : IDisposable
    where T : unmanaged
{
    private ReadLease _lease;
    private int _count;

    internal ElementReadLease(ReadLease lease, int count)
    {
        _lease = lease;
        _count = count;
    }

    /// <summary>The elements; empty after <see cref="Dispose"/>.</summary>
    public readonly ReadOnlySpan<T> Span => MemoryMarshal.Cast<byte, T>(_lease.Span)[.._count];

    /// <summary>Ends the lease; more than once does no harm.</summary>
    public void Dispose()
    {
        _count = 0;
        _lease.Dispose();
    }
}

/// <summary>A <see cref="WriteLease"/> on the elements of one page of a <see cref="TieredArray{T, TPolicy}"/>. Do not copy it.</summary>
/// <typeparam name="T">What the elements are.</typeparam>
public ref struct ElementWriteLease<T> : IDisposable
    where T : unmanaged
{
    private WriteLease _lease;
    private int _count;

    internal ElementWriteLease(WriteLease lease, int count)
    {
        _lease = lease;
        _count = count;
    }

    /// <summary>The elements to write to; empty after <see cref="Dispose"/>.</summary>
    public readonly Span<T> Span => MemoryMarshal.Cast<byte, T>(_lease.Span)[.._count];

    /// <summary>Gives up what was written and ends the lease: the elements keep their values.</summary>
    public void Discard()
    {
        _count = 0;
        _lease.Discard();
    }

    /// <summary>Publishes what was written and ends the lease; more than once does no harm.</summary>
    public void Dispose()
    {
        _count = 0;
        _lease.Dispose();
    }
}
