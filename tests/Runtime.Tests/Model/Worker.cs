using System.Buffers;
using TierPolicy.Runtime.Tests.Harness;

namespace TierPolicy.Runtime.Tests.Model;

/// <summary>A thread's own things, which nobody else writes: a page that it has pinned, an array and the buffers of a pool, each with what must be in it.</summary>
internal sealed class Worker<TPolicy>(int seed) : IDisposable
    where TPolicy : struct, ITierPolicy
{
    private const int Elements = 512 * 5 / 2;

    private readonly long[] _expected = new long[Elements];
    private TieredArray<long, TPolicy>? _array;
    private TieredMemoryPool<TPolicy>? _pool;
    private IMemoryOwner<byte>? _buffer;
    private PinnedPage? _pin;
    private long _pinned;

    public Random Random { get; } = new(seed);

    /// <summary>Whether nodes go off line, so that there may be no room now and then.</summary>
    public bool FullIsExpected { get; init; }

    /// <summary>How often there was none.</summary>
    public long Full { get; set; }

    public void Keep(PinnedPage pin)
    {
        _pin = pin;
        _pinned = Contents.Of(pin.Memory.Span);
    }

    /// <summary>Lets go of what is pinned: it has not changed.</summary>
    public void Unpin()
    {
        if (_pin is PinnedPage pin)
        {
            _pin = null;
            Assert.Equal(_pinned, Contents.Of(pin.Memory.Span));
            pin.Dispose();
        }
    }

    public void UseArray(TieredMemory<TPolicy> memory)
    {
        try
        {
            UseArrayOrFail(memory);
        }
        catch (TierFullException)
        {
            // Of several pages some are written.
            _array?.Dispose();
            _array = null;
            throw;
        }
    }

    public void UsePool(TieredMemory<TPolicy> memory)
    {
        _pool ??= new TieredMemoryPool<TPolicy>(memory);
        if (_buffer is null)
        {
            _buffer = _pool.Rent();
            Assert.Equal(0, Contents.Of(_buffer.Memory.Span));
            Contents.Fill(_buffer.Memory.Span, seed);
        }
        else
        {
            Assert.Equal(seed, Contents.Of(_buffer.Memory.Span));
            _buffer.Dispose();
            _buffer = null;
        }
    }

    /// <summary>Gives back all that it holds.</summary>
    public void Dispose()
    {
        Unpin();
        _buffer?.Dispose();
        _buffer = null;
        _array?.Dispose();
        _array = null;
        _pool?.Dispose();
        _pool = null;
    }

    private void UseArrayOrFail(TieredMemory<TPolicy> memory)
    {
        if (_array is null)
        {
            _array = new TieredArray<long, TPolicy>(memory, Elements);
            Array.Clear(_expected);
        }

        int index = Random.Next(Elements - 600);
        switch (Random.Next(6))
        {
            case 0:
                _array[index] = Random.NextInt64();
                _expected[index] = _array[index];
                break;
            case 1:
                long[] some = [.. Enumerable.Range(0, Random.Next(600)).Select(_ => Random.NextInt64())];
                _array.CopyFrom(index, some);
                some.CopyTo(_expected, index);
                break;
            case 2:
                long[] copy = new long[600];
                _array.CopyTo(index, copy);
                Assert.True(_expected.AsSpan(index, 600).SequenceEqual(copy));
                break;
            case 3:
                Assert.True(_array.Enumerate().SequenceEqual(_expected));
                break;
            case 4:
                using (ElementReadLease<long> lease = _array.ReadPage(1))
                {
                    Assert.True(_expected.AsSpan(512, 512).SequenceEqual(lease.Span));
                }

                break;
            default:
                if (Random.Next(10) == 0)
                {
                    _array.Dispose();
                    _array = null;
                }

                break;
        }
    }
}
