using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TierPolicy.Epochs;

/// <summary>
/// What one thread reads just now, for those who want to use frames again: its own for the thread's life, on cache lines of its own. Only its thread writes it.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>A bit of <see cref="Mask"/> is set for each lease, before the page's place is looked up.</item>
/// <item><see cref="Held"/> of that bit is the address of the frame, once it is known. Until then, and to the end of a lease that covers many frames, it is the number of the
/// memory, which is negative: all frames of that memory are protected that were retired since <see cref="Entered"/>.</item>
/// <item><see cref="Entered"/> is the epoch in which the first of the leases began; it means nothing while the mask is 0.</item>
/// </list>
/// </remarks>
[StructLayout(LayoutKind.Sequential, Size = 3 * 128)]
internal unsafe struct EpochSlot
{
    /// <summary>Leases a thread can hold at once.</summary>
    public const int MaxLeases = 32;

    public long Entered;

    public uint Mask;

    /// <summary>Accesses until the next that is noticed.</summary>
    public int UntilNoticed;

    /// <summary>Which slot this is, for those who ask who holds a lease.</summary>
    public int Index;

    /// <summary>By bit of the mask: what is read.</summary>
    public fixed long Held[MaxLeases + 1];

    /// <summary>Begins a lease: look up a place only after this.</summary>
    /// <param name="memory">The memory's number.</param>
    /// <param name="epoch">The present one.</param>
    /// <returns>Its number; <see cref="MaxLeases"/>, and nothing has begun, where there are as many as there can be.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Enter(long memory, long epoch)
    {
        uint mask = Mask;
        if (mask == 0)
        {
            Volatile.Write(ref Entered, epoch);
        }

        // Past the last one nothing changes: the shift wraps around to a bit that is set.
        int lease = BitOperations.TrailingZeroCount(~mask);
        Volatile.Write(ref Held[lease], memory);
        Volatile.Write(ref Mask, mask | (1u << lease));
        return lease;
    }

    /// <summary>The frame is known: from here on the lease protects it and nothing else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Hold(int lease, nint address) => Volatile.Write(ref Held[lease], address);

    /// <summary>Back to where <see cref="Enter"/> was: a place may be looked up anew.</summary>
    public void Release(int lease, long memory) => Volatile.Write(ref Held[lease], memory);

    /// <summary>Ends a lease; ending it twice does no harm until another takes its place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Exit(int lease) => Volatile.Write(ref Mask, Mask & ~(1u << lease));
}
