using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TierPolicy.Pages;

/// <summary>
/// What is known of a page besides its contents, in 48 bytes: here the 16 of them that readers need, the other 32 in the page's <see cref="PageRecord"/>. Apart, so that the descriptors
/// of 64 Ki pages fit into a processor's second cache. Lies in a <see cref="PageTable"/> and nowhere else: by its address it finds its record. Do not copy it.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PageDescriptor
{
    private ulong _state;

    /// <summary>Counts the pages that had this descriptor: 0 before the first.</summary>
    public uint Generation;

    /// <summary>Accesses noticed as of <see cref="LastAccess"/>.</summary>
    public byte Accesses;

    public byte Tag;

    public byte Domain;

    /// <summary>Nanoseconds on the memory's clock at the last access that was noticed. Written by readers without a lock: a lost update costs nothing but precision.</summary>
    public readonly ref long LastAccess => ref Record->LastAccess;

    /// <summary>Nanoseconds on the memory's clock when the page came to its node.</summary>
    public readonly ref long Arrived => ref Record->Arrived;

    /// <summary>The key of a file page in the program's store; the program's name for an anonymous one.</summary>
    public readonly ref long StoreKey => ref Record->StoreKey;

    /// <summary>Links of the list the page stands on; under the lock of the list's node.</summary>
    public readonly ref uint Previous => ref Record->Previous;

    /// <inheritdoc cref="Previous"/>
    public readonly ref uint Next => ref Record->Next;

    private readonly PageRecord* Record
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => PageTable.RecordOf((PageDescriptor*)Unsafe.AsPointer(ref Unsafe.AsRef(in this)));
    }

    public PageState State
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Volatile.Read(ref _state));
    }

    public PageKind Kind => State.Kind;

    /// <summary>Sets the state of a page that nobody else knows yet.</summary>
    public void Initialise(PageState state) => Volatile.Write(ref _state, state.Word);

    /// <summary>Replaces <paramref name="expected"/>, or does nothing and says so.</summary>
    public bool TryTransition(PageState expected, PageState next) =>
        Interlocked.CompareExchange(ref _state, next.Word, expected.Word) == expected.Word;

    /// <summary>
    /// Marks a page as referenced that was seen in this state. One that has changed since is not: by now the descriptor may have a page that is marked in another way. To lose a mark does no harm.
    /// </summary>
    public void MarkReferenced(PageState seen) => TryTransition(seen, seen.With(seen.ReferencedMark));

    /// <summary>Sets flags and returns the state before.</summary>
    public PageState Set(PageFlags flags) => new(Interlocked.Or(ref _state, (ulong)flags));

    /// <summary>Clears flags and returns the state before.</summary>
    public PageState Clear(PageFlags flags) => new(Interlocked.And(ref _state, ~(ulong)flags));

    /// <summary>Locks the page without waiting. Reclaim and migration lock in this way only, so that they can never be part of a deadlock.</summary>
    public bool TryLock()
    {
        while (true)
        {
            // A freed page is not locked: its descriptor may get a new page at any moment, whose lock a late unlock would break.
            PageState state = State;
            if (state.IsLocked || state.Place == Place.Freed)
            {
                return false;
            }

            if (TryTransition(state, state.With(PageFlags.Locked)))
            {
                return true;
            }
        }
    }

    public void Unlock() => Clear(PageFlags.Locked);

    /// <summary>Moves the page to another address, by the holder of its lock; flags that others change meanwhile are kept. Returns the state before.</summary>
    /// <param name="place">Where the page now is.</param>
    /// <param name="frame">The frame or slot there.</param>
    /// <param name="clear">Flags to clear in the same step.</param>
    /// <param name="set">Flags to set in the same step.</param>
    public PageState MoveTo(Place place, uint frame, PageFlags clear = PageFlags.None, PageFlags set = PageFlags.None)
    {
        while (true)
        {
            PageState current = State;
            if (TryTransition(current, current.At(place, frame).Without(clear).With(set)))
            {
                return current;
            }
        }
    }

    /// <summary>Accesses as they count now: halved at each aging period since the last.</summary>
    public readonly int AccessesAt(long now, long agingPeriod)
    {
        long periods = (now / agingPeriod) - (LastAccess / agingPeriod);
        return periods <= 0 ? Accesses : periods >= 8 ? 0 : Accesses >> (int)periods;
    }
}
