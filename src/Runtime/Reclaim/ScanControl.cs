namespace TierPolicy.Reclaim;

/// <summary>One request to reclaim: what for, how much, what it may do, and what came of it (Linux, <c>struct scan_control</c>).</summary>
internal sealed class ScanControl
{
    /// <summary>The scan starts light: a 4,096th of a list (Linux, <c>DEF_PRIORITY</c>).</summary>
    public const int DefaultPriority = 12;

    // Made when they are needed: most requests find what they want at once.
    private List<uint>? _kept;
    private Obstacles? _obstacles;

    /// <summary>Pages taken from a list at a time, and wanted by a direct reclaim (Linux, <c>SWAP_CLUSTER_MAX</c>).</summary>
    public const int ClusterMax = 32;

    public required ReclaimReason Reason { get; init; }

    /// <summary>Pages wanted.</summary>
    public required long ToReclaim { get; init; }

    /// <summary>May write pages to swap, store or a file node.</summary>
    public bool MayWrite { get; init; } = true;

    /// <summary>May take anonymous pages.</summary>
    public bool MayUnmap { get; init; } = true;

    /// <summary>Only pages of this domain, by id; 0: any page.</summary>
    public int Domain { get; init; }

    /// <summary>How hard to scan: a list's size is shifted right by it.</summary>
    public int Priority { get; set; } = DefaultPriority;

    /// <summary>Pages that left their node (for a domain's limit: that left all nodes).</summary>
    public long Reclaimed { get; set; }

    /// <summary>Pages of the batch in hand that stay, to be put back together.</summary>
    public List<uint> Kept => _kept ??= [];

    public bool HasKept => _kept is { Count: > 0 };

    /// <summary>Why pages stayed, for the exception when nothing is left to take.</summary>
    public Obstacles Obstacles
    {
        get => _obstacles ??= new Obstacles();
        init => _obstacles = value;
    }

    public bool IsDone => Reclaimed >= ToReclaim;
}

/// <summary>Who reclaims, and why.</summary>
internal enum ReclaimReason
{
    /// <summary>A node's background reclaimer (Linux, kswapd).</summary>
    Background,

    /// <summary>An allocating thread that found all nodes below their min watermark.</summary>
    Direct,

    /// <summary>An allocating thread that would rather make room on its own node than fall back to another (Linux, <c>node_reclaim</c>).</summary>
    Node,

    /// <summary>The program, or a proactive rule, without pressure.</summary>
    Proactive,

    /// <summary>A domain at its limit (Linux, memcg reclaim).</summary>
    Domain,

    /// <summary>The program wants these very pages out (Linux, <c>MADV_PAGEOUT</c>).</summary>
    PageOut,
}
