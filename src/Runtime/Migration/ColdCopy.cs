using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TierPolicy.Migration;

/// <summary>
/// Copies a page past the caches (non-temporal stores): a page that is demoted is not read again soon, and the lines of its target need not be read to be written. Measured
/// at 1.2 to 1.5 times an ordinary copy (docs/benchmarks.md). Elsewhere than on x64 it is an ordinary copy.
/// </summary>
internal static unsafe class ColdCopy
{
    private const int Line = 64;

    /// <summary>Copies a page: a power of two of 256 bytes at least, aligned to cache lines. Complete, for all threads, when it returns.</summary>
    public static void Copy(byte* source, byte* target, int bytes)
    {
        if (!Avx.IsSupported || (bytes & ((4 * Line) - 1)) != 0 || ((nuint)target & (Line - 1)) != 0)
        {
            Buffer.MemoryCopy(source, target, bytes, bytes);
            return;
        }

        if (Avx512F.IsSupported)
        {
            for (int i = 0; i < bytes; i += 4 * Line)
            {
                Vector512<byte> a = Vector512.Load(source + i);
                Vector512<byte> b = Vector512.Load(source + i + Line);
                Vector512<byte> c = Vector512.Load(source + i + (2 * Line));
                Vector512<byte> d = Vector512.Load(source + i + (3 * Line));
                a.StoreAlignedNonTemporal(target + i);
                b.StoreAlignedNonTemporal(target + i + Line);
                c.StoreAlignedNonTemporal(target + i + (2 * Line));
                d.StoreAlignedNonTemporal(target + i + (3 * Line));
            }
        }
        else
        {
            for (int i = 0; i < bytes; i += 2 * Line)
            {
                Vector256<byte> a = Vector256.Load(source + i);
                Vector256<byte> b = Vector256.Load(source + i + 32);
                Vector256<byte> c = Vector256.Load(source + i + 64);
                Vector256<byte> d = Vector256.Load(source + i + 96);
                a.StoreAlignedNonTemporal(target + i);
                b.StoreAlignedNonTemporal(target + i + 32);
                c.StoreAlignedNonTemporal(target + i + 64);
                d.StoreAlignedNonTemporal(target + i + 96);
            }
        }

        // Non-temporal stores are not ordered: the page's new place must not be seen before its contents.
        Sse.StoreFence();
    }
}
