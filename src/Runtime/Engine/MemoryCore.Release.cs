using TierPolicy.Epochs;
using TierPolicy.Nodes;

namespace TierPolicy.Engine;

/// <content>Gives the memory back to the system, when nobody can touch it any more.</content>
internal sealed partial class MemoryCore : IDisposable
{
    private readonly Lock _releasing = new();
    private bool _isReleased;

    /// <summary>Whether the arenas are gone, too.</summary>
    public bool IsReleased => Volatile.Read(ref _isReleased);

    /// <summary>Whether what a reader says it reads, a memory's number or a frame's address, is of this memory.</summary>
    public bool IsRead(long held)
    {
        if (held == Number || held == EpochSlot.BatchOf(Number))
        {
            return true;
        }

        foreach (Node node in Nodes)
        {
            if (node.Arena is { } arena && held >= arena.Start && held < arena.End)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Closes the files at once. What leases, batches and pins point to is left in place until the last of them has ended, on whichever thread: one that outlives its memory must not
    /// read or write what is another's by then.
    /// </summary>
    public void Dispose()
    {
        Volatile.Write(ref _isDisposed, true);

        // Devices first: one that still writes does so from an arena.
        foreach (Node node in Nodes.Where(static node => !node.IsByteAddressable))
        {
            node.Dispose();
        }

        Swap?.Dispose();
        Clock.Dispose();
        if (!TryRelease())
        {
            _ = new Remainder(this);
        }
    }

    /// <summary>Gives up a memory that could not be made whole. Of its files those go, too, that would be there for the next one: nobody has put a page into them.</summary>
    public void Abandon()
    {
        Dispose();
        Engine.MadeFiles.Remove(MadeFiles);
    }

    /// <summary>Releases the arenas and the page table of a memory that is disposed, unless somebody still uses them.</summary>
    /// <returns>Whether they are released.</returns>
    public bool TryRelease()
    {
        lock (_releasing)
        {
            if (_isReleased)
            {
                return true;
            }

            // As for a frame that is to be used again: who has begun to use the memory may have said so, and not be heard yet.
            Interlocked.MemoryBarrierProcessWide();
            if (ReaderEpochs.Oldest(IsRead) != long.MaxValue || ThreadHolds.AnyOf(this) || Nodes.Any(static node => node.Pins.Count > 0))
            {
                return false;
            }

            foreach (Node node in Nodes.Where(static node => node.IsByteAddressable))
            {
                node.Dispose();
            }

            Pages.Dispose();
            ThreadHolds.Forget(this);
            Volatile.Write(ref _isReleased, true);
            return true;
        }
    }

    /// <summary>A read lease tells nobody when it ends: the garbage collector is the one who asks again.</summary>
    private sealed class Remainder(MemoryCore core)
    {
        ~Remainder()
        {
            if (!core.TryRelease())
            {
                GC.ReRegisterForFinalize(this);
            }
        }
    }
}
