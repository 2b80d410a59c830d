using TierPolicy.Counters;
using TierPolicy.Epochs;
using TierPolicy.Nodes;
using TierPolicy.Reclaim;

namespace TierPolicy.Engine;

/// <summary>
/// Finds a frame for a page on a byte-addressable node (Linux, <c>mm/page_alloc.c</c>): along the fallback list, first leaving the low watermark, then the min
/// one, then by reclaiming itself. It never returns a frame it does not have.
/// </summary>
internal sealed class FrameAllocator<TPolicy>
    where TPolicy : struct, ITierPolicy
{
    /// <summary>Rounds of direct reclaim without progress before the allocation fails (Linux, <c>MAX_RECLAIM_RETRIES</c>).</summary>
    private const int MaxRetries = 16;

    private readonly MemoryCore _core;
    private readonly Reclaimer<TPolicy> _reclaimer;
    private readonly int[] _nodeOfCpu;
    private readonly int _defaultNode;

    public FrameAllocator(MemoryCore core, Reclaimer<TPolicy> reclaimer)
    {
        _core = core;
        _reclaimer = reclaimer;
        _nodeOfCpu = NodesOfCpus(core.Nodes);
        _defaultNode = (Array.Find(core.Nodes, static node => node is { IsByteAddressable: true, Description.HasCpus: true })
            ?? Array.Find(core.Nodes, static node => node.IsByteAddressable)!).Id;
    }

    /// <summary>The node that the calling thread allocates on: the one next to its CPU, where that is said.</summary>
    public int LocalNode
    {
        get
        {
            if (_nodeOfCpu.Length > 0)
            {
                int cpu = Thread.GetCurrentProcessorId();
                if (cpu < _nodeOfCpu.Length && _nodeOfCpu[cpu] >= 0)
                {
                    return _nodeOfCpu[cpu];
                }
            }

            return _defaultNode;
        }
    }

    /// <summary>Takes a frame on <paramref name="start"/> or, failing that, along its fallback list, within the domain's nodes.</summary>
    /// <exception cref="TierFullException">No node has a frame, and none can be made.</exception>
    public (Node Node, uint Frame) Allocate(int start, int domain)
    {
        ulong allowed = _core.Domains[domain].Nodes;
        Obstacles obstacles = new();
        PatienceWithOthers patience = new();
        PatienceWithOthers patienceWithReaders = new();
        Shortage shortage = default;
        for (int failures = 0; failures < MaxRetries;)
        {
            // Read anew in each round: the table changes when a node goes off line or comes back.
            ReadOnlySpan<byte> list = FallbackList(start);
            shortage = default;
            if (TryTakeAboveLow(list, allowed, ref shortage, out (Node Node, uint Frame) found) || TryTakeAboveMin(list, allowed, ref shortage, out found))
            {
                return found;
            }

            _core.Nodes[list[0]].Counters.Count(VmStatItem.AllocStall);

            // Where there is room but readers keep whatever frame a page leaves, to put more pages out would not help, and empty the node: only the others may give some.
            if (_reclaimer.DirectReclaim(list, allowed & ~shortage.KeptWhole, obstacles))
            {
                failures = 0;
            }
            else if (shortage.StillRead != 0)
            {
                // This thread's own batch may be what keeps the frames, from others too.
                if (!patienceWithReaders.Wait(isInTheWay: ReaderEpochs.ThisThreadKeepsAllOf(_core.Number)))
                {
                    break;
                }
            }
            else if (!OthersFinish(list, allowed, ref patience))
            {
                failures++;
            }
        }

        throw new FullMemory<TPolicy>(_core, FallbackList(start), domain, shortage.StillRead).Describe(obstacles);
    }

    /// <summary>Takes a frame for a writer's copy of a page: a spare one of the page's node, else as for a new page.</summary>
    /// <exception cref="TierFullException">No node has a frame, and none can be made.</exception>
    public (Node Node, uint Frame) AllocateCopy(Node node, int domain)
    {
        PatienceWithOthers patience = new();
        do
        {
            if (node.TryTakeSpareFrame(out uint frame, out ReaderShortage shortage))
            {
                return (node, frame);
            }

            if (shortage == ReaderShortage.OfFreeFrames)
            {
                // Batches have more frames than there are to spare, and may have them for long: others must make room.
                _reclaimer.DirectReclaim([(byte)node.Id], 1UL << node.Id, new Obstacles());
            }
        }
        while (!node.Frames.IsClosed && patience.Wait());

        return Allocate(node.Id, domain);
    }

    private ReadOnlySpan<byte> FallbackList(int start)
    {
        ReadOnlySpan<byte> list = DemotionTable<TPolicy>.AllocationOrder(_core.OnlineSet, start);

        // A node that is off line has no list; there is always a node that cannot go off line.
        for (int node = 0; list[0] >= 64; node++)
        {
            list = DemotionTable<TPolicy>.AllocationOrder(_core.OnlineSet, node);
        }

        int end = list.IndexOf((byte)255);
        return end < 0 ? list : list[..end];
    }

    private bool TryTakeAboveLow(ReadOnlySpan<byte> list, ulong allowed, ref Shortage shortage, out (Node Node, uint Frame) found)
    {
        bool isFirst = true;
        foreach (byte id in list)
        {
            if ((allowed & (1UL << id)) == 0)
            {
                continue;
            }

            Node node = _core.Nodes[id];
            if (TryTake(node, node.Watermarks.Low, ref shortage, out found))
            {
                return true;
            }

            bool isKeptWhole = (shortage.KeptWhole & (1UL << id)) != 0;
            if (isFirst && !isKeptWhole && _core.Mode.NodeReclaimEnabled() && _reclaimer.NodeReclaim(node) && TryTake(node, node.Watermarks.Low, ref shortage, out found))
            {
                return true;
            }

            isFirst = false;
        }

        found = default;
        return false;
    }

    private bool TryTakeAboveMin(ReadOnlySpan<byte> list, ulong allowed, ref Shortage shortage, out (Node Node, uint Frame) found)
    {
        foreach (byte id in list)
        {
            Node node = _core.Nodes[id];
            if ((allowed & (1UL << id)) != 0 && TryTake(node, node.Watermarks.Min, ref shortage, out found))
            {
                return true;
            }
        }

        found = default;
        return false;
    }

    /// <summary>Waits for others who have pages of these nodes in hand, so that memory is not taken for exhausted.</summary>
    private bool OthersFinish(ReadOnlySpan<byte> list, ulong allowed, ref PatienceWithOthers patience)
    {
        Node[] usable = new Node[list.Length];
        int count = 0;
        foreach (byte id in list)
        {
            if ((allowed & (1UL << id)) != 0)
            {
                usable[count++] = _core.Nodes[id];
            }
        }

        // A node that is going off line gives no frames, but may be back in a moment.
        return patience.Wait(usable.AsSpan(0, count)) || (_core.IsDemotionSuspended && patience.Wait());
    }

    private static bool TryTake(Node node, long watermark, ref Shortage shortage, out (Node Node, uint Frame) found)
    {
        bool taken = node.TryTakeFrame(watermark, out uint frame, out ReaderShortage readers);
        found = (node, frame);
        ulong bit = 1UL << node.Id;
        shortage.StillRead |= readers != ReaderShortage.None ? bit : 0;
        shortage.KeptWhole |= readers == ReaderShortage.OfAllFrames ? bit : 0;
        return taken;
    }

    private static int[] NodesOfCpus(Node[] nodes)
    {
        int highest = nodes.SelectMany(static node => node.Description.Cpus).DefaultIfEmpty(-1).Max();
        int[] map = new int[highest + 1];
        Array.Fill(map, -1);
        foreach (Node node in nodes)
        {
            foreach (int cpu in node.Description.Cpus)
            {
                if (node.IsByteAddressable && map[cpu] < 0)
                {
                    map[cpu] = node.Id;
                }
            }
        }

        return map;
    }

    /// <summary>Bit sets of the nodes that had room and no frame to give, in one round.</summary>
    private struct Shortage
    {
        /// <summary>Readers are on all frames that are free.</summary>
        public ulong StillRead;

        /// <summary>Of these, those where they keep whatever frame a page leaves.</summary>
        public ulong KeptWhole;
    }
}
