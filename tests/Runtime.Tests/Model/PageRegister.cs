using TierPolicy.Runtime.Tests.Harness;

namespace TierPolicy.Runtime.Tests.Model;

/// <summary>
/// A page as many threads use it: a register of versions. It tells of each read whether there is an order of all operations, one after the other, that explains it and respects which
/// ended before which began (linearisability).
/// </summary>
/// <remarks>
/// The order of the writes is known, as one that has the write lease is alone, and each writes a version of its own. Then such an order exists if and only if each read, of version v,
/// <list type="number">
/// <item>finds no older version than any operation wrote or read that ended before the read began;</item>
/// <item>finds no newer version than a write published that began before the read ended.</item>
/// </list>
/// Sorted by version, the write of each version before its reads, nothing then stands before what ended before it began. Two numbers are enough to check it (P. Gibbons and E. Korach,
/// Testing Shared Memories, SIAM J. Comput. 26(4), 1997, for the general case). Freeing the page is its last write: what begins after that must fail, and nothing may fail that ended before.
/// </remarks>
/// <param name="page">The page.</param>
/// <param name="id">What all versions have in common, below 2^32; the page's key, of a file page.</param>
/// <param name="version">The version that it holds before anyone else knows it.</param>
internal sealed class PageRegister(PageId page, long id, long version)
{
    /// <summary>In a copy that is given up, and in one that is not written yet: no reader may ever see it.</summary>
    public const long Unpublished = -1;

    private const int VersionShift = 32;

    // The newest that a writer has published or is about to.
    private long _begun = version;

    // The newest that an operation wrote or read which has ended.
    private long _ended = version;
    private bool _isBeingFreed;
    private bool _isFreed;

    public PageId Page => page;

    /// <summary>The newest version, once all is quiet.</summary>
    public long Newest => Volatile.Read(ref _begun);

    /// <summary>The version that contents are of; a page that was never written is zeroed, or holds its key.</summary>
    public static long VersionOf(ReadOnlySpan<byte> contents, long id)
    {
        long found = Contents.Of(contents);
        Assert.True(found == 0 || (found & ((1L << VersionShift) - 1)) == id, FormattableString.Invariant($"Page {id} holds {found:X}."));
        return found >> VersionShift;
    }

    /// <summary>An operation begins.</summary>
    public Beginning Begin() => new(Volatile.Read(ref _ended), Volatile.Read(ref _isFreed));

    /// <summary>A read has ended, and found this.</summary>
    public void EndRead(Beginning beginning, ReadOnlySpan<byte> contents)
    {
        long found = VersionOf(contents, id);
        long newest = Volatile.Read(ref _begun);
        Assert.False(beginning.IsFreed, FormattableString.Invariant($"Page {id} was read after it was freed."));
        Assert.True(
            found >= beginning.Ended && found <= newest,
            FormattableString.Invariant($"Page {id}: version {found} was read, where one from {beginning.Ended}, written or read before, to {newest}, the last that a write began, was to be."));
        RaiseEnded(found);
    }

    /// <summary>An operation was told that the page is freed.</summary>
    public void EndGone() => Assert.True(Volatile.Read(ref _isBeingFreed), FormattableString.Invariant($"Page {id} was said to be freed, and nobody frees it."));

    /// <summary>The page is leased for writing; its next version is written to the lease.</summary>
    /// <returns>That version, to be told when the lease has ended.</returns>
    public long WriteNext(Beginning beginning, Span<byte> contents)
    {
        Assert.False(beginning.IsFreed, FormattableString.Invariant($"Page {id} was written after it was freed."));
        Assert.Equal(_begun, VersionOf(contents, id));
        Contents.Fill(contents, Unpublished);
        long next = _begun + 1;
        Volatile.Write(ref _begun, next);
        Contents.Fill(contents, Encode(next, id));
        return next;
    }

    /// <summary>The lease has ended that wrote a version.</summary>
    public void EndWrite(long written) => RaiseEnded(written);

    public void BeginFree() => Volatile.Write(ref _isBeingFreed, true);

    public void EndFree() => Volatile.Write(ref _isFreed, true);

    public static long Encode(long version, long id) => (version << VersionShift) | id;

    private void RaiseEnded(long version)
    {
        long seen = Volatile.Read(ref _ended);
        while (version > seen)
        {
            long before = Interlocked.CompareExchange(ref _ended, version, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }

    /// <summary>What was known when an operation began.</summary>
    public readonly record struct Beginning(long Ended, bool IsFreed);
}
