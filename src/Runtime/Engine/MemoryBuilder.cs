using TierPolicy.AdmissionControl;
using TierPolicy.AgingAlgorithms;
using TierPolicy.Domains;
using TierPolicy.Epochs;
using TierPolicy.Nodes;
using TierPolicy.Pages;
using TierPolicy.Simulated;
using TierPolicy.Storage;

namespace TierPolicy.Engine;

/// <summary>Makes the nodes, the swap and the domains of a memory from the policy's description and the program's options.</summary>
internal static class MemoryBuilder
{
    /// <summary>Slots of a durable node beyond its capacity: as many pages may be in the middle of getting a new version.</summary>
    private const int DurableSpare = 64;

    /// <exception cref="ArgumentException">An option names something that the topology has not, or is out of range.</exception>
    /// <exception cref="TieredMemoryException">A node or the swap cannot be made here.</exception>
    public static MemoryCore Build(PolicyDescription policy, TieredMemoryOptions options)
    {
        Validate(policy, options);
        TopologyDescription topology = policy.Topology;
        int count = topology.Nodes.Count;
        PageTable pages = new();
        DurableNumbers numbers = new();
        long memory = ReaderEpochs.NewMemory();
        long agingPeriod = options.AgingPeriod.Ticks * TimeSpan.NanosecondsPerTick;
        Node[] nodes = new Node[count];
        long[] freePages = new long[count];
        long[] capacities = new long[count];
        SwapArea? swap = null;
        List<string> madeFiles = [];
        try
        {
            for (int id = 0; id < count; id++)
            {
                NodeDescription description = topology.Nodes[id];
                long capacity = options.Capacities.TryGetValue(description.Name, out long bytes) ? bytes : description.Capacity;
                capacities[id] = PagesOf(capacity, topology.PageSize, $"node '{description.Name}'", options);
            }

            ArenaPlan arenas = new(topology, options, capacities);
            for (int id = 0; id < count; id++)
            {
                NodeDescription description = topology.Nodes[id];
                WatermarkDescription marks = options.Watermarks.TryGetValue(description.Name, out WatermarkDescription? given) ? given : policy.Watermarks[id];
                Watermarks watermarks = Watermarks.Resolve(marks, capacities[id], topology.PageSize);
                nodes[id] = options.Simulation is not null ? BuildSimulated(id, description, capacities[id], watermarks, options.Simulation, pages, memory, freePages)
                    : description.Durable ? BuildDurable(id, policy, capacities[id], watermarks, options, pages, numbers, memory, freePages, madeFiles)
                    : BuildNode(id, description, capacities[id], watermarks, topology.PageSize, options, arenas, pages, memory, freePages);
                nodes[id].Lists = BuildLists(policy, pages, capacities[id]);
            }

            if (topology.Swap is not null)
            {
                swap = BuildSwap(topology.Swap, topology.PageSize, options);
            }
        }
        catch
        {
            foreach (Node? node in nodes)
            {
                node?.Dispose();
            }

            swap?.Dispose();
            pages.Dispose();
            MadeFiles.Remove(madeFiles);
            throw;
        }

        MemoryCore core = new()
        {
            Number = memory,
            PageSize = topology.PageSize,
            Pages = pages,
            DurableNumbers = numbers,
            Nodes = nodes,
            FreePages = freePages,
            CapacityPages = capacities,
            Swap = swap,
            Store = options.Simulation is null ? options.Store : new SimulatedStore(options.Simulation),
            Domains =
            [
                DomainAccount.Unbounded(),
                .. policy.Domains.Select(domain => new DomainAccount(
                    domain.Name,
                    LimitOf(domain, topology.PageSize),
                    domain.Nodes,
                    domain.Demotion)),
            ],
            Clock = new Clock(options.TimeProvider),
            AgingPeriod = agingPeriod,
            Mode = options.Reclaim ?? policy.Reclaim,
            Simulation = options.Simulation,
            MadeFiles = madeFiles,
            HasStableAddresses = options.StableAddresses && options.Simulation is null,
            Admission = policy.Admission == Admission.Adaptive ? new AdaptiveAdmission(policy, nodes) : null,
        };

        try
        {
            core.Recovered = DurableRecovery.Recover(core);
        }
        catch
        {
            core.Abandon();
            throw;
        }

        return core;
    }

    private static NodeLists BuildLists(PolicyDescription policy, PageTable pages, long capacity) => policy.Domains.Count == 0
        ? NodeLists.Create(policy.Aging, pages, capacity)
        : new ListsByDomain(policy.Aging, pages, [capacity, .. policy.Domains.Select(domain => Math.Min(capacity, LimitOf(domain, policy.Topology.PageSize)))]);

    private static long LimitOf(DomainDescription domain, int pageSize) => domain.Limit is long limit ? limit / pageSize : long.MaxValue;

    private static Node BuildNode(
        int id,
        NodeDescription description,
        long capacity,
        Watermarks watermarks,
        int pageSize,
        TieredMemoryOptions options,
        ArenaPlan arenas,
        PageTable pages,
        long memory,
        long[] freePages)
    {
        switch (description.Kind)
        {
            case NodeKind.Dram or NodeKind.Hbm or NodeKind.Cxl or NodeKind.Pmem or NodeKind.Dax:
                int spare = SpareFrames(capacity);
                ArenaStorage arena = arenas.Build(id, spare);
                return new Node(id, description, new FramePool(capacity, spare, arena, memory, freePages, id), arena, watermarks, pages);

            case NodeKind.File:
                FileStorage file = OpenFile($"node '{description.Name}'", description.Name, PathOf(description, options), capacity, pageSize, options);
                return new Node(id, description, new FramePool(capacity, spare: 0, arena: null, memory, freePages, id), file, watermarks, pages);

            case NodeKind.Compressed:
                if (capacity > uint.MaxValue / 2 / CompressedStorage.FramesPerPage || pageSize < GrainSlab.GrainsPerPage * GrainSlab.GrainsPerPage)
                {
                    throw new TieredMemoryException(FormattableString.Invariant($"Node '{description.Name}': {capacity} pages of {pageSize} bytes are more than a compressed node can keep account of. Set a smaller capacity in {nameof(TieredMemoryOptions.Capacities)}."));
                }

                try
                {
                    CompressedStorage compressed = new(pageSize, capacity, PageCodec.Create(description.Codec));
                    int numbers = (int)(capacity * (CompressedStorage.FramesPerPage - 1));
                    return new Node(id, description, new FramePool(capacity, numbers, arena: null, memory, freePages, id, compressed), compressed, watermarks, pages);
                }
                catch (Exception error) when (error is OutOfMemoryException or OverflowException)
                {
                    throw new TieredMemoryException($"Node '{description.Name}': the system cannot give {capacity} pages of {pageSize} bytes. Set a smaller capacity in {nameof(TieredMemoryOptions.Capacities)}.", error);
                }

            case NodeKind.Remote:
                throw new TieredMemoryException($"Node '{description.Name}' is remote, and no client for remote nodes is configured.");

            default:
                throw new TieredMemoryException($"Node '{description.Name}' is of kind {description.Kind.ToString().ToLowerInvariant()}, which this version of the runtime does not have yet: it has dram, hbm, cxl, pmem, dax, compressed and file.");
        }
    }

    /// <summary>A node of any kind, also of one that the runtime has not yet, that holds no bytes. What a compressed or durable one would keep beyond its capacity is not simulated.</summary>
    private static Node BuildSimulated(int id, NodeDescription description, long capacity, Watermarks watermarks, SimulatedWork work, PageTable pages, long memory, long[] freePages)
    {
        bool isRead = description.Kind is not (NodeKind.Compressed or NodeKind.File or NodeKind.Remote);
        ArenaStorage? arena = isRead ? new ArenaStorage(pageSize: 0, OrdinaryMemory.Allocate(pageSize: 0, frames: 0, placement: "simulated")) : null;
        FramePool frames = new(capacity, isRead ? SpareFrames(capacity) : 0, arena, memory, freePages, id, isSimulated: true);
        return new Node(id, description, frames, arena ?? (FrameStorage)new SimulatedStorage(Place.OnNode(id), work), watermarks, pages);
    }

    /// <summary>A file that is there is opened, with the pages that it has; one that is not is made, and told in <paramref name="madeFiles"/>.</summary>
    private static Node BuildDurable(int id, PolicyDescription policy, long capacity, Watermarks watermarks, TieredMemoryOptions options, PageTable pages, DurableNumbers numbers, long memory, long[] freePages, List<string> madeFiles)
    {
        NodeDescription description = policy.Topology.Nodes[id];
        string path = PathOf(description, options);

        // Beyond its capacity it has slots for new versions of pages that have one there.
        DurableHeader wanted = new(policy.Topology.PageSize, capacity + DurableSpare);
        BlockDevice? device = null;
        try
        {
            bool exists = File.Exists(path);
            FileDevice file = exists ? FileDevice.Open(path) : FileDevice.Create(path, wanted.FileSize, wanted.ToBlock());
            device = file;
            if (!exists)
            {
                madeFiles.Add(path);
            }

            device = options.WrapDevice(description.Name, file);
            if (exists)
            {
                byte[] block = new byte[DurableHeader.Size];
                device.ReadExactly(block, 0);
                DurableHeader found = DurableHeader.Parse(block);
                if (found != wanted)
                {
                    throw new IOException(FormattableString.Invariant($"it was made for {found.Slots - DurableSpare} pages of {found.PageSize} bytes, and the node has {capacity} of {wanted.PageSize}"));
                }

                if (file.Length < found.FileSize)
                {
                    throw new IOException(FormattableString.Invariant($"it has {file.Length} bytes, and by its header {found.FileSize}: it was cut short, or copied in part"));
                }
            }

            ulong[] domains = [0, .. policy.Domains.Select(static domain => DurableRecovery.HashOf(domain.Name))];
            string? thread = options.Background == BackgroundWork.Threads ? $"writer {description.Name}" : null;
            return new Node(id, description, new FramePool(capacity, DurableSpare, arena: null, memory, freePages, id), new DurableStorage(wanted, device, thread, pages, domains, numbers), watermarks, pages);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            device?.Dispose();
            throw new TieredMemoryException($"The file of durable node '{description.Name}', '{path}', cannot be used: {error.Message.TrimEnd('.')}. Nothing in it was changed.", error);
        }
    }

    private static string PathOf(NodeDescription description, TieredMemoryOptions options) => options.Paths.TryGetValue(description.Name, out string? given)
        ? given
        : description.Path ?? throw new TieredMemoryException($"Node '{description.Name}' is a file and has no path. Give it one in the topology or in {nameof(TieredMemoryOptions.Paths)}.");

    /// <summary>
    /// Frames beyond a node's capacity: for the copies of as many threads as may write at once, and for frames whose page has left while somebody reads them. A sixteenth, within
    /// bounds; the system gives memory for them only when they are used.
    /// </summary>
    public static int SpareFrames(long capacity) => (int)Math.Max(Math.Min(capacity / 16, 512), 16 + (4 * Environment.ProcessorCount));

    private static SwapArea BuildSwap(SwapDescription description, int pageSize, TieredMemoryOptions options)
    {
        long slots = PagesOf(options.SwapCapacity ?? description.Capacity, pageSize, "the swap", options);
        if (options.Simulation is not null)
        {
            return new SwapArea(new FramePool(slots, spare: 0, arena: null, memory: 0, new long[1], 0, isSimulated: true), new SimulatedStorage(Place.Swap, options.Simulation));
        }

        return new SwapArea(new FramePool(slots, spare: 0, arena: null, memory: 0, new long[1], 0), OpenFile("the swap", "swap", options.SwapPath ?? description.Path, slots, pageSize, options));
    }

    private static FileStorage OpenFile(string what, string name, string path, long pages, int pageSize, TieredMemoryOptions options)
    {
        try
        {
            BlockDevice device = options.WrapDevice(name, FileDevice.CreateScratch(path, checked(pages * pageSize)));
            return new FileStorage(pageSize, pages, device, options.Background == BackgroundWork.Threads ? $"writer {name}" : null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            string hint = File.Exists(path) ? ". It exists already: remove it, or give another path." : ".";
            throw new TieredMemoryException(FormattableString.Invariant($"The file of {what}, '{path}', cannot be made with {pages} pages of {pageSize} bytes: {error.Message.TrimEnd('.')}{hint}"), error);
        }
    }

    private static long PagesOf(long bytes, int pageSize, string what, TieredMemoryOptions options)
    {
        long pages = bytes / pageSize;
        return pages is >= 1 and <= uint.MaxValue / 2
            ? pages
            : throw new ArgumentException(FormattableString.Invariant($"The capacity of {what}, {bytes} bytes, is not between one page of {pageSize} bytes and {uint.MaxValue / 2} of them."), nameof(options));
    }

    /// <summary>One access in how many is noticed.</summary>
    public static int AccessSamplingOf(TieredMemoryOptions options)
    {
        const int Usual = 16;
        bool isSimulated = options.TimeProvider != TimeProvider.System || options.Background == BackgroundWork.Inline;
        return options.AccessSampling != 0 ? options.AccessSampling : isSimulated ? 1 : Usual;
    }

    private static void Validate(PolicyDescription policy, TieredMemoryOptions options)
    {
        foreach (string name in options.Capacities.Keys.Concat(options.Watermarks.Keys).Concat(options.Paths.Keys))
        {
            if (!policy.Topology.Nodes.Any(node => node.Name == name))
            {
                throw new ArgumentException($"The options name a node '{name}'; topology '{policy.Topology.Name}' has {string.Join(", ", policy.Topology.Nodes.Select(static node => node.Name))}.", nameof(options));
            }
        }

        if (policy.Topology.Nodes.FirstOrDefault(node => node.Kind is not (NodeKind.File or NodeKind.Dax) && options.Paths.ContainsKey(node.Name)) is NodeDescription pathless)
        {
            throw new ArgumentException($"The options give node '{pathless.Name}' a path, and it is neither a file nor a DAX node: it is of kind {pathless.Kind.ToString().ToLowerInvariant()}.", nameof(options));
        }

        ArgumentNullException.ThrowIfNull(options.TimeProvider);
        if (options.Watermarks.FirstOrDefault(static marks => marks.Value is null) is { Key: string unmarked })
        {
            throw new ArgumentException($"The watermarks of node '{unmarked}' are null.", nameof(options));
        }

        if (!Enum.IsDefined(options.Background))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Background, "Background work is done by threads or inline.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(options.AccessSampling);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.AccessSampling, TieredMemoryOptions.MaxAccessSampling);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.AgingPeriod, TimeSpan.FromDays(36_500));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.AgingPeriod, TimeSpan.FromMicroseconds(1));
        if (options.Reclaim is ReclaimMode mode)
        {
            ReclaimModes.Validate(mode);
        }
    }
}
