using TierPolicy.Linux;
using TierPolicy.Nodes;

namespace TierPolicy.Engine;

/// <summary>
/// Where the frames of nodes that are read in place are to lie: on the machine's NUMA nodes, on DAX devices, or, emulated, wherever the system puts them. Made for all nodes of a topology at once, so that NUMA
/// nodes that the machine has not, or that are too small, are told before anything is allocated. What the kernel refuses, and DAX devices, are told when their node is built.
/// </summary>
internal sealed class ArenaPlan
{
    private readonly TopologyDescription _topology;
    private readonly TieredMemoryOptions _options;
    private readonly long[] _capacities;
    private ArenaMemory? _stable;
    private bool[]? _isBacked;

    /// <param name="topology">The topology.</param>
    /// <param name="options">The program's.</param>
    /// <param name="capacities">In pages, by node id.</param>
    /// <exception cref="TieredMemoryException">The machine has not what the topology says; the message names the node, what there is, and the way out.</exception>
    public ArenaPlan(TopologyDescription topology, TieredMemoryOptions options, long[] capacities)
    {
        _topology = topology;
        _options = options;
        _capacities = capacities;
        if (options.StableAddresses && options.Simulation is null)
        {
            RequireStable();
        }

        if (options.Simulation is null && !options.Emulate && topology.Nodes.FirstOrDefault(IsReal) is NodeDescription real)
        {
            RequireLinux(real);
            RequireNodes();
        }
    }

    private static string WayOut => $"{nameof(TieredMemoryOptions)}.{nameof(TieredMemoryOptions.Emulate)} makes any topology run on any machine, by capacity alone.";

    /// <summary>Makes the arena of a node that is read in place.</summary>
    /// <exception cref="TieredMemoryException">The system does not give it.</exception>
    public ArenaStorage Build(int id, int spare)
    {
        NodeDescription node = _topology.Nodes[id];
        long frames = _capacities[id] + spare;
        try
        {
            return _options.StableAddresses ? BuildStable(id)
                : _options.Emulate || !IsReal(node) ? new ArenaStorage(_topology.PageSize, Ordinary(node, frames))
                : node.Kind == NodeKind.Dax ? BuildDax(node, frames)
                : BuildBound(node, node.Numa!.Value, frames, spare);
        }
        catch (Exception error) when (error is OutOfMemoryException or OverflowException or KernelException { Error: KernelException.OutOfMemory })
        {
            throw new TieredMemoryException($"Node '{node.Name}': the system cannot give {_capacities[id]} pages of {_topology.PageSize} bytes. Set a smaller capacity in {nameof(TieredMemoryOptions.Capacities)}.", error);
        }
    }

    /// <summary>Whether a node stands for something that this machine may not have.</summary>
    private static bool IsReal(NodeDescription node) => node.Kind == NodeKind.Dax || (IsBound(node) && node.Kind.IsByteAddressable());

    private static bool IsBound(NodeDescription node) => node.Numa is not null && node.Kind != NodeKind.Dax;

    private static string PlacementOf(NodeDescription node) => !IsReal(node) ? "ordinary memory, wherever the system puts it"
        : node.Kind == NodeKind.Dax ? "emulated: ordinary memory instead of a DAX device"
        : FormattableString.Invariant($"emulated: ordinary memory instead of NUMA node {node.Numa}");

    private OrdinaryMemory Ordinary(NodeDescription node, long frames) => OrdinaryMemory.Allocate(_topology.PageSize, frames, PlacementOf(node));

    /// <summary>A node's part of the range that all share.</summary>
    private ArenaStorage BuildStable(int id)
    {
        NodeDescription node = _topology.Nodes[id];
        int pageSize = _topology.PageSize;
        long first = FramesBefore(id);
        if (_options.Emulate)
        {
            _stable ??= OrdinaryMemory.Allocate(pageSize, FramesBefore(_topology.Nodes.Count), "");
            return new ArenaStorage(pageSize, _stable, (uint)first, backing: null, $"{PlacementOf(node)}, in one range of addresses");
        }

        int numa = NumaOf(node)!.Value;
        if (_stable is null)
        {
            RequireCalls(node, numa);
            long frames = FramesBefore(_topology.Nodes.Count);
            _stable = MappedMemory.Reserve(pageSize, frames, "");
            _isBacked = new bool[frames];
            if (pageSize < MemoryAdvice.HugePage)
            {
                MemoryAdvice.UseSmallPages(_stable.Start, _stable.Bytes);
            }
            else
            {
                MemoryAdvice.UseHugePages(_stable.Start, _stable.Bytes);
            }
        }

        bool isStrict = node.Binding == NumaBinding.Strict;
        StableBacking backing = new(_stable, _isBacked!, pageSize, numa, isStrict);
        return new ArenaStorage(pageSize, _stable, (uint)first, backing, FormattableString.Invariant($"NUMA node {numa}{(isStrict ? "" : ", others where it is full")}, in one range of addresses"));
    }

    private int? NumaOf(NodeDescription node) => node.Numa ?? _options.NumaOfOthers;

    private long FramesBefore(int id)
    {
        long frames = 0;
        for (int node = 0; node < id; node++)
        {
            frames += _capacities[node] + MemoryBuilder.SpareFrames(_capacities[node]);
        }

        return frames;
    }

    private void RequireStable()
    {
        const string Name = $"{nameof(TieredMemoryOptions)}.{nameof(TieredMemoryOptions.StableAddresses)}";
        if (_topology.Nodes.FirstOrDefault(static node => !node.Kind.IsByteAddressable() || node.Kind == NodeKind.Dax) is NodeDescription other)
        {
            throw new TieredMemoryException($"{Name} needs nodes that are all NUMA nodes, since the kernel moves pages between those only: node '{other.Name}' is of kind {other.Kind.ToString().ToLowerInvariant()}. Use a topology without it, or leave the option off: then pages are copied.");
        }

        if (!_options.Emulate && _topology.Nodes.FirstOrDefault(node => NumaOf(node) is null) is NodeDescription unbound)
        {
            throw new TieredMemoryException($"{Name} needs nodes that are all NUMA nodes: node '{unbound.Name}' is not bound to one. Say 'numa N' in its topology. {WayOut}");
        }

        if (!_options.Emulate && _topology.PageSize % Environment.SystemPageSize != 0)
        {
            throw new TieredMemoryException(FormattableString.Invariant($"{Name} needs pages of whole pages of the kernel's: topology '{_topology.Name}' has pages of {_topology.PageSize} bytes, and the kernel of {Environment.SystemPageSize}. Say 'page {Environment.SystemPageSize / 1024}KiB' or a multiple of it."));
        }

        if (FramesBefore(_topology.Nodes.Count) > uint.MaxValue)
        {
            throw new TieredMemoryException(FormattableString.Invariant($"{Name} has one range for all nodes, of {uint.MaxValue} pages at most: those of topology '{_topology.Name}' are more. Set smaller capacities in {nameof(TieredMemoryOptions.Capacities)}, or larger pages."));
        }
    }

    /// <summary>That the kernel can be asked for memory of a node, and about it: before there is anything that would have to be given back.</summary>
    private static void RequireCalls(NodeDescription node, int numa)
    {
        int error = PagePlacement.Find([], []);
        if (error == 0)
        {
            error = MemoryPolicy.PopulateFrom(numa, 0, 0);
        }

        if (error != 0)
        {
            throw CannotBind(node, numa, new KernelException("move_pages or set_mempolicy", error));
        }
    }

    private static TieredMemoryException CannotBind(NodeDescription node, int numa, KernelException error) =>
        new($"Node '{node.Name}' cannot be bound to NUMA node {numa}: {error.Message}.{HintFor(error.Error)} {WayOut}", error);

    private ArenaStorage BuildDax(NodeDescription node, long frames)
    {
        string path = _options.Paths.TryGetValue(node.Name, out string? given) ? given
            : node.Path ?? throw new TieredMemoryException($"Node '{node.Name}' is a DAX device and has no path. Give it one in the topology or in {nameof(TieredMemoryOptions.Paths)}. {WayOut}");
        try
        {
            return new ArenaStorage(_topology.PageSize, DaxMapping.Map(path, checked(frames * _topology.PageSize)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new TieredMemoryException($"Node '{node.Name}' cannot be mapped from '{path}': {error.Message.TrimEnd('.')}. {WayOut}", error);
        }
    }

    private ArenaStorage BuildBound(NodeDescription node, int numa, long frames, int spare)
    {
        bool isStrict = node.Binding == NumaBinding.Strict;
        MappedMemory memory = MappedMemory.Reserve(_topology.PageSize, frames, FormattableString.Invariant($"NUMA node {numa}{(isStrict ? "" : ", others where it is full")}"));
        try
        {
            MemoryPolicy.Prefer(memory.Start, memory.Bytes, numa);
            MemoryAdvice.UseHugePages(memory.Start, memory.Bytes);
            if (!isStrict)
            {
                return new ArenaStorage(_topology.PageSize, memory);
            }

            // Where the kernel does not say where memory lies, none could ever be had.
            int error = PagePlacement.Find([], []);
            return error == 0
                ? new ArenaStorage(_topology.PageSize, memory, backing: new StrictBacking(memory, _topology.PageSize, frames, spare, numa))
                : throw new KernelException("move_pages", error);
        }
        catch (KernelException error)
        {
            memory.Dispose();
            throw CannotBind(node, numa, error);
        }
    }

    private static string HintFor(int error) => error switch
    {
        KernelException.NotPermitted => " In a container, the system calls mbind, set_mempolicy, get_mempolicy and move_pages must be allowed (Docker: --cap-add SYS_NICE).",
        KernelException.Invalid => " The process may be confined to other nodes: see Mems_allowed_list in /proc/self/status.",
        KernelException.NoSystemCall => " The kernel was built without CONFIG_NUMA or CONFIG_MIGRATION.",
        _ => "",
    };

    private static void RequireLinux(NodeDescription node)
    {
        if (!SystemCalls.AreKnown)
        {
            string what = IsBound(node) ? FormattableString.Invariant($"is bound to NUMA node {node.Numa}") : "is a DAX device";
            throw new TieredMemoryException($"Node '{node.Name}' {what}, which the runtime can do on Linux, on x64 and arm64, only. {WayOut}");
        }
    }

    private void RequireNodes()
    {
        if (!_topology.Nodes.Any(static node => IsReal(node) && IsBound(node)))
        {
            return;
        }

        MachineNodes? machine;
        try
        {
            machine = MachineNodes.Read(_options.NumaNodesFolder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new TieredMemoryException($"The machine's NUMA nodes cannot be read: {error.Message.TrimEnd('.')}. {WayOut}", error);
        }

        for (int id = 0; id < _topology.Nodes.Count; id++)
        {
            if (IsReal(_topology.Nodes[id]) && IsBound(_topology.Nodes[id]))
            {
                Require(machine, id);
            }
        }
    }

    private void Require(MachineNodes? machine, int id)
    {
        NodeDescription node = _topology.Nodes[id];
        int numa = node.Numa!.Value;
        if (machine?.Find(numa) is not MachineNode found)
        {
            string there = machine is null ? $"it shows none in {_options.NumaNodesFolder}"
                : $"{(machine.Online.Contains(numa) ? "that one has CPUs and no memory; with memory " : "")}it has {string.Join(", ", machine.WithMemory.Select(static each => FormattableString.Invariant($"node {each.Id} ({each.TotalBytes >> 20} MiB)")))}";
            throw new TieredMemoryException(FormattableString.Invariant($"Node '{node.Name}' is bound to NUMA node {numa}, which this machine has not: {there}. 'tierpolicy probe' writes the topology of a machine. {WayOut}"));
        }

        if (node.Binding == NumaBinding.Strict)
        {
            long wanted = 0;
            List<string> names = [];
            for (int other = 0; other < _topology.Nodes.Count; other++)
            {
                NodeDescription each = _topology.Nodes[other];
                if (each.Numa == numa && IsReal(each) && IsBound(each) && each.Binding == NumaBinding.Strict)
                {
                    wanted += _capacities[other] * _topology.PageSize;
                    names.Add($"'{each.Name}'");
                }
            }

            if (wanted > found.TotalBytes)
            {
                throw new TieredMemoryException(FormattableString.Invariant($"Node {string.Join(" and ", names)} cannot have {wanted >> 20} MiB on NUMA node {numa}, which has {found.TotalBytes >> 20} MiB in all. Set smaller capacities in {nameof(TieredMemoryOptions.Capacities)}, or 'bind preferred'. {WayOut}"));
            }
        }
    }
}
