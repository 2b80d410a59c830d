using System.Runtime.InteropServices;

namespace TierPolicy.Storage;

/// <summary>
/// Memory in grains, sixteen a page. What is stored takes as many grains as it needs, wherever they lie, chained: so nothing is ever too scattered to be used, and nothing has to
/// be moved together. Safe from any thread for different chains.
/// </summary>
internal sealed unsafe class GrainSlab : IDisposable
{
    public const int GrainsPerPage = 16;

    /// <summary>The end of a chain.</summary>
    public const uint End = uint.MaxValue;

    private readonly Lock _lock = new();
    private readonly int _grainSize;
    private readonly long _grains;
    private byte* _bytes;
    private uint* _next;
    private uint _freeHead = End;
    private uint _fresh;

    /// <exception cref="OutOfMemoryException">The system has not the address space.</exception>
    public GrainSlab(int pageSize, long pages)
    {
        _grainSize = pageSize / GrainsPerPage;
        _grains = pages * GrainsPerPage;
        Free = _grains;
        _bytes = (byte*)NativeMemory.Alloc(checked((nuint)(pages * pageSize)));
        _next = (uint*)NativeMemory.Alloc((nuint)_grains, sizeof(uint));
    }

    /// <summary>Grains that are free. Under no lock: as of a moment.</summary>
    public long Free { get; private set; }

    /// <summary>Stores bytes; false when there are not enough grains.</summary>
    public bool TryStore(ReadOnlySpan<byte> bytes, out uint head)
    {
        if (!TryTake((bytes.Length + _grainSize - 1) / _grainSize, out head))
        {
            return false;
        }

        for (uint grain = head; grain != End; grain = _next[grain])
        {
            int length = Math.Min(_grainSize, bytes.Length);
            bytes[..length].CopyTo(Grain(grain));
            bytes = bytes[length..];
        }

        return true;
    }

    /// <summary>Copies out what a chain begins with.</summary>
    public void Load(uint head, Span<byte> to)
    {
        for (uint grain = head; grain != End; grain = _next[grain])
        {
            int length = Math.Min(_grainSize, to.Length);
            Grain(grain)[..length].CopyTo(to);
            to = to[length..];
        }
    }

    public void Release(uint head)
    {
        lock (_lock)
        {
            uint last = head;
            long grains = 1;
            for (; _next[last] != End; last = _next[last])
            {
                grains++;
            }

            _next[last] = _freeHead;
            _freeHead = head;
            Free += grains;
        }
    }

    public void Dispose()
    {
        NativeMemory.Free(_bytes);
        NativeMemory.Free(_next);
        _bytes = null;
        _next = null;
    }

    private Span<byte> Grain(uint grain) => new(_bytes + ((long)grain * _grainSize), _grainSize);

    private bool TryTake(int grains, out uint head)
    {
        lock (_lock)
        {
            head = End;
            if (grains > Free)
            {
                return false;
            }

            Free -= grains;
            for (; grains > 0; grains--)
            {
                uint grain = _freeHead;
                if (grain == End)
                {
                    // Memory that was never used is touched only when all that was used is in use.
                    grain = _fresh++;
                }
                else
                {
                    _freeHead = _next[grain];
                }

                _next[grain] = head;
                head = grain;
            }

            return true;
        }
    }
}
