using TierPolicy.Migration;
using TierPolicy.Pages;

namespace TierPolicy.Simulated;

/// <summary>
/// Takes the place of the work that nodes without bytes do not do: it is told what would be read, written and copied, and may let the memory's clock go on by what that would take.
/// Called by whichever thread works; with <see cref="BackgroundWork.Inline"/>, by the one that uses the memory.
/// </summary>
internal abstract class SimulatedWork
{
    /// <summary>Whether an access waits for what is done now: it brings its page up, and makes room for it.</summary>
    public bool IsWaitedFor { get; set; }

    /// <summary>A page would be read from a device, swap or the store, to come up.</summary>
    public abstract void Read(Place from);

    /// <summary>A page would be written to a device, swap or the store.</summary>
    public abstract void Written(Place to);

    /// <summary>A page has moved from node to node.</summary>
    public abstract void Moved(int source, int target, MigrationReason reason);

    /// <summary>A page has come up to be accessed.</summary>
    public abstract void PagedIn(Place from, int node);

    /// <summary>A page has left the nodes: to swap, or to nowhere but the store.</summary>
    public abstract void Left(int node, Place to);
}
