using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TierPolicy.Epochs;

/// <summary>
/// What one thread reads just now, for those who want to use frames again: its own for the thread's life, on cache lines of its own. Only its thread writes it.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>A bit of <see cref="Mask"/> is set for each lease, before the page's place is looked up.</item>
/// <item><see cref="Held"/> of that bit is 0 until the frame is known (or <see cref="Everything"/> where it covers many): until then the epoch protects.</item>
/// <item><see cref="Entered"/> is the epoch in which the first of the leases began; it means nothing while the mask is 0.</item>
/// </list>
/// </remarks>
[StructLayout(LayoutKind.Sequential, Size = 3 * 128)]
internal unsafe struct EpochSlot
{
    /// <summary>Leases a thread can hold at once.</summary>
    public const int MaxLeases = 32;

    /// <summary>In <see cref="Held"/>: not one frame but whatever is read until the end.</summary>
    public const long Everything = -1;

    public long Entered;

    public uint Mask;

    /// <summary>Accesses until the next that is noticed.</summary>
    public int UntilNoticed;

    /// <summary>Which slot this is, for those who ask who holds a lease.</summary>
    public int Index;

    /// <summary>By bit of the mask: the address of the frame.</summary>
    public fixed long Held[MaxLeases];

    /// <summary>The frame is known: from here on the lease protects it and nothing else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Hold(int lease, nint address) => Volatile.Write(ref Held[lease], address);

    /// <summary>Ends a lease; ending it twice does no harm until another takes its place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Exit(int lease)
    {
        Volatile.Write(ref Held[lease], 0);
        Volatile.Write(ref Mask, Mask & ~(1u << lease));
    }
}
