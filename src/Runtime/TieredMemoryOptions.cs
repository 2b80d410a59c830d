using System.Diagnostics.Metrics;
using TierPolicy.Simulated;
using TierPolicy.Storage;

namespace TierPolicy;

/// <summary>What a program says of its machine and of itself when it creates a <see cref="TieredMemory{TPolicy}"/>. Names are those of the policy's topology.</summary>
public sealed class TieredMemoryOptions
{
    // A thread counts its accesses to all memories together: one that looks seldom must not keep another from looking.
    internal const int MaxAccessSampling = 1024;

    /// <summary>Capacities in bytes by node name, instead of the topology's; rounded down to whole pages.</summary>
    public IDictionary<string, long> Capacities { get; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Watermarks by node name, instead of the policy's.</summary>
    public IDictionary<string, WatermarkDescription> Watermarks { get; } = new Dictionary<string, WatermarkDescription>(StringComparer.Ordinal);

    /// <summary>Where nodes keep their pages, by node name, instead of the topology's path.</summary>
    public IDictionary<string, string> Paths { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The swap's file, instead of the topology's. A topology without swap gets none by this.</summary>
    public string? SwapPath { get; set; }

    /// <summary>The swap's capacity in bytes, instead of the topology's.</summary>
    public long? SwapCapacity { get; set; }

    /// <summary>The mode bits at start, instead of the policy's.</summary>
    public ReclaimMode? Reclaim { get; set; }

    /// <summary>The program's own store behind file pages; needed for <see cref="TieredMemory{TPolicy}.AllocateFile(long, PageOptions)"/>.</summary>
    public IPageStore? Store { get; set; }

    /// <summary>The clock by which pages age.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where background work is done.</summary>
    public BackgroundWork Background { get; set; } = BackgroundWork.Threads;

    /// <summary>
    /// Which accesses are noticed: every one (1), or one in so many of a thread's in the mean, 1,024 at most, which then counts for as many in <c>page.accesses</c>. 0, the default, is 16 on the system's clock, and
    /// 1 on any other and where background work is done inline, so that what is simulated can be repeated. That a page was used at all since reclaim last looked is noticed always.
    /// </summary>
    public int AccessSampling { get; set; }

    /// <summary>The time after which the count of a page's accesses is halved, and in which proactive rules look at each page once; at least a microsecond.</summary>
    public TimeSpan AgingPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Runs any topology on any machine, by capacity alone: nodes that are bound to NUMA nodes (<c>numa N</c>) and nodes of kind <c>dax</c> lie in ordinary memory, wherever the system puts it. Each node's
    /// <see cref="NodeStatus.Placement"/> says so. For trying a policy out, for tests, and for systems other than Linux. False, the default: what the machine has not is an error.
    /// </summary>
    public bool Emulate { get; set; }

    /// <summary>
    /// Pages keep their addresses while they move from node to node, so that code that holds pointers into pages can use the memory (<see cref="TieredMemory{TPolicy}.AddressOf"/>): the kernel moves them
    /// (<c>move_pages(2)</c>). All nodes must be NUMA nodes (<c>numa N</c>), or such that are emulated. False, the default: pages are copied.
    /// </summary>
    /// <remarks>
    /// Accesses by pointers are noticed only where the program tells of them (<see cref="TieredMemory{TPolicy}.Touch"/>). A write lease still writes to a copy, but is published by being copied into the
    /// page: a lease, batch or pin that others hold on it sees its contents change.
    /// </remarks>
    public bool StableAddresses { get; set; }

    /// <summary>Where the kernel shows the machine's NUMA nodes; another folder, for tests.</summary>
    internal string NumaNodesFolder { get; set; } = Linux.MachineNodes.DefaultFolder;

    /// <summary>With <see cref="StableAddresses"/>, the NUMA node of nodes that name none; null: they are refused. So tests of other topologies have the kernel move their pages.</summary>
    internal int? NumaOfOthers { get; set; }

    /// <summary>Puts something between a node, or the swap, and its file, by name: that is how tests make devices fail.</summary>
    internal Func<string, BlockDevice, BlockDevice> WrapDevice { get; set; } = static (_, device) => device;

    /// <summary>When set, nodes, swap and store hold no bytes, whatever their kind, and what is done with them is told here.</summary>
    internal SimulatedWork? Simulation { get; set; }

    /// <summary>
    /// By this the metrics of several memories of one policy are told apart: the attribute <c>memory</c> of all of them. Null: they have no such attribute, and those of a policy's
    /// memories are told apart by their meters only.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>Makes the meter of the memory's metrics, for instance the host's; null: the memory makes its own and disposes of it.</summary>
    public IMeterFactory? MeterFactory { get; set; }

    /// <summary>Makes the random choice among equally good targets repeatable.</summary>
    public int Seed { get; set; }

    /// <summary>The same options with another store; the dictionaries are shared.</summary>
    internal TieredMemoryOptions WithStore(IPageStore store)
    {
        TieredMemoryOptions options = (TieredMemoryOptions)MemberwiseClone();
        options.Store = store;
        return options;
    }
}

/// <summary>Where reclaim and promotion in the background are done.</summary>
public enum BackgroundWork
{
    /// <summary>By a reclaimer thread a node and a promoter, as Linux has them.</summary>
    Threads,

    /// <summary>
    /// By the thread that woke them, as soon as it has the page it wanted; promotion before the read that asks for it. It is as if background work always kept up: the same
    /// inputs on the same clock give the same run.
    /// </summary>
    Inline,
}
