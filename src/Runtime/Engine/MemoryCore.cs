using TierPolicy.AdmissionControl;
using TierPolicy.Domains;
using TierPolicy.Nodes;
using TierPolicy.Pages;
using TierPolicy.Simulated;
using TierPolicy.Storage;

namespace TierPolicy.Engine;

/// <summary>
/// All that the parts of the engine share and that does not depend on the policy's code: pages, nodes, swap, store, domains, clock, mode, and
/// the set of nodes on line. Leases hold it, so that they need not be generic.
/// </summary>
internal sealed partial class MemoryCore
{
    private int _mode;
    private int _onlineSet;
    private int _demotionSuspended;
    private long _periodStart;
    private bool _isDisposed;
    private Exception? _lastFailure;

    /// <summary>By this its readers say which memory they read.</summary>
    public required long Number { get; init; }

    public required int PageSize { get; init; }

    public required PageTable Pages { get; init; }

    public required DurableNumbers DurableNumbers { get; init; }

    public required Node[] Nodes { get; init; }

    /// <summary>Free pages a node, kept by the frame pools, for rules to read.</summary>
    public required long[] FreePages { get; init; }

    public required long[] CapacityPages { get; init; }

    public required SwapArea? Swap { get; init; }

    public required IPageStore? Store { get; init; }

    public required DomainAccount[] Domains { get; init; }

    public required Clock Clock { get; init; }

    /// <summary>Whether all nodes share one range of addresses, in which pages keep theirs.</summary>
    public bool HasStableAddresses { get; init; }

    /// <summary>Nanoseconds after which the count of accesses is halved.</summary>
    public required long AgingPeriod { get; init; }

    /// <summary>Files of durable nodes that were made for this memory: they were not there before.</summary>
    public required IReadOnlyList<string> MadeFiles { get; init; }

    /// <summary>Decides which of the pages that the rules demote are let through; null: all of them.</summary>
    public AdaptiveAdmission? Admission { get; init; }

    /// <summary>Where what is done with simulated nodes is told; null: the nodes hold bytes.</summary>
    public SimulatedWork? Simulation { get; init; }

    /// <summary>Pages that durable nodes had when the memory was created.</summary>
    public IReadOnlyList<RecoveredPage> Recovered { get; set; } = [];

    public ReclaimMode Mode
    {
        get => (ReclaimMode)Volatile.Read(ref _mode);
        set => Volatile.Write(ref _mode, (int)value);
    }

    /// <summary>The set of nodes on line: the table that is in force. Whoever decides something reads it once.</summary>
    public int OnlineSet
    {
        get => Volatile.Read(ref _onlineSet);
        set => Volatile.Write(ref _onlineSet, value);
    }

    /// <summary>No demotion at all while a node is going off line (MEM_GOING_OFFLINE in the series).</summary>
    public bool IsDemotionSuspended
    {
        get => Volatile.Read(ref _demotionSuspended) != 0;
        set => Volatile.Write(ref _demotionSuspended, value ? 1 : 0);
    }

    /// <summary>Why reclaim last failed on a page, by what a device, the program's store or a predicate threw: told with the exception when memory runs out.</summary>
    public Exception? LastFailure
    {
        get => Volatile.Read(ref _lastFailure);
        set => Volatile.Write(ref _lastFailure, value);
    }

    /// <summary>From here on, until <see cref="EndWait"/>, an access waits for what simulated nodes would do.</summary>
    /// <returns>Whether nodes are simulated.</returns>
    public bool BeginWait()
    {
        if (Simulation is null)
        {
            return false;
        }

        Simulation.IsWaitedFor = true;
        return true;
    }

    /// <param name="waits">What <see cref="BeginWait"/> returned.</param>
    public void EndWait(bool waits)
    {
        if (waits)
        {
            Simulation!.IsWaitedFor = false;
        }
    }

    /// <summary>What rules may ask of a page.</summary>
    public PageInfo Describe(ref readonly PageDescriptor descriptor, int node, long now)
    {
        PageState state = descriptor.State;
        return new PageInfo
        {
            IdleNanoseconds = Math.Max(0, now - descriptor.LastAccess),
            AgeNanoseconds = Math.Max(0, now - descriptor.Arrived),
            Accesses = AccessesOf(in descriptor, now),
            Node = node,
            Domain = descriptor.Domain,
            Tag = descriptor.Tag,
            IsDirty = state.IsDirty,
            Kind = state.Has(PageFlags.File) ? PageKind.File : PageKind.Anon,
        };
    }

    /// <summary>Accesses to a page as they count now (<see cref="PageDescriptor.AccessesAt"/>), without a division where the last was in the present period.</summary>
    public int AccessesOf(ref readonly PageDescriptor descriptor, long now)
    {
        long start = Volatile.Read(ref _periodStart);
        if ((ulong)(now - start) < (ulong)AgingPeriod && descriptor.LastAccess >= start)
        {
            return descriptor.Accesses;
        }

        Volatile.Write(ref _periodStart, now - (now % AgingPeriod));
        return descriptor.AccessesAt(now, AgingPeriod);
    }

    /// <summary>Whether there is no memory any more.</summary>
    public bool IsDisposed => Volatile.Read(ref _isDisposed);
}
