namespace TierPolicy.Language.Diagnostics;

public static partial class Descriptors
{
    /// <summary>A node must say how much it holds.</summary>
    public static readonly DiagnosticDescriptor MissingCapacity = Error("TP0101", "Missing capacity", "the node '{0}' has no capacity");

    /// <summary>A node that cannot hold one page.</summary>
    public static readonly DiagnosticDescriptor CapacityBelowPage = Error("TP0102", "Capacity below one page", "the capacity of '{0}', {1}, is below one page ({2})");

    /// <summary>The last part of a page is of no use.</summary>
    public static readonly DiagnosticDescriptor CapacityNotWholePages = Information("TP0103", "Capacity is not whole pages", "the capacity of '{0}' is not a multiple of the page ({1}): its last {2} are not used");

    /// <summary>A page size is a power of two from 4KiB to 2MiB.</summary>
    public static readonly DiagnosticDescriptor BadPageSize = Error("TP0104", "Bad page size", "the page size must be a power of two from 4KiB to 2MiB");

    /// <summary>A clause on a node of a kind for which it means nothing.</summary>
    public static readonly DiagnosticDescriptor ClauseNotForKind = Error("TP0105", "Clause does not fit the kind", "'{0}' does not fit a {1} node; it is for {2}");

    /// <summary>CPUs that run backwards.</summary>
    public static readonly DiagnosticDescriptor BadCpuRange = Error("TP0106", "Bad range of CPUs", "the range {0} runs backwards");

    /// <summary>A row of the matrix with too few or too many entries.</summary>
    public static readonly DiagnosticDescriptor RaggedDistances = Error("TP0107", "Ragged distance matrix", "the row of '{0}' has {1}; the header names {2}");

    /// <summary>A node in the header without a row.</summary>
    public static readonly DiagnosticDescriptor MissingDistanceRow = Error("TP0108", "Missing distance row", "the distance matrix has no row for '{0}'");

    /// <summary>A row for a node that the header does not name.</summary>
    public static readonly DiagnosticDescriptor ExtraDistanceRow = Error("TP0109", "Distance row without a column", "the distance matrix has a row but no column for '{0}'");

    /// <summary>A node is at distance 10 from itself.</summary>
    public static readonly DiagnosticDescriptor DistanceToSelf = Error("TP0110", "Distance of a node to itself", "the distance of '{0}' to itself is 10, not {1}");

    /// <summary>Other nodes are farther than 10, and 255 means that they cannot be reached.</summary>
    public static readonly DiagnosticDescriptor DistanceOutOfRange = Error("TP0111", "Distance out of range", "the distance from '{0}' to '{1}' must be from 11 to 254, not {2}");

    /// <summary>Two entries that mirror each other differ.</summary>
    public static readonly DiagnosticDescriptor AsymmetricDistances = Information("TP0112", "Asymmetric distances", "the distance from '{0}' to '{1}' is {2}, but {3} the other way");

    /// <summary>Either every node stands in a tier, or none does.</summary>
    public static readonly DiagnosticDescriptor NodeOutsideTiers = Error("TP0113", "Node outside the tiers", "the node '{0}' stands in no tier, but others do: either all nodes stand in tiers, or none");

    /// <summary>A tier without nodes.</summary>
    public static readonly DiagnosticDescriptor EmptyTier = Error("TP0114", "Empty tier", "the tier '{0}' has no nodes");

    /// <summary>Node sets are 64 bits wide.</summary>
    public static readonly DiagnosticDescriptor TooManyNodes = Error("TP0115", "Too many nodes", "a topology has at most 64 nodes; '{0}' is the 65th");

    /// <summary>The tables hold a row a node for every set of nodes on line.</summary>
    public static readonly DiagnosticDescriptor TooManySets = Error("TP0116", "Too many hotplug nodes", "{0} nodes times 2 to the {1} that hotplug is {2}; the limit is 4096");

    /// <summary>Memory is allocated on byte-addressable nodes, and one must always be there.</summary>
    public static readonly DiagnosticDescriptor NoPermanentMemory = Error("TP0117", "No permanent memory", "the topology '{0}' needs at least one byte-addressable node that does not hotplug");

    /// <summary>Byte-addressable, then compressed, then file, then remote.</summary>
    public static readonly DiagnosticDescriptor BadRank = Error("TP0118", "Bad rank of a kind", "the {0} node '{1}' must rank below '{2}', which is {3}");

    /// <summary>Kinds that are not byte-addressable have no abstract distance.</summary>
    public static readonly DiagnosticDescriptor DistanceOfUnaddressable = Error("TP0119", "Abstract distance of a node that is not byte-addressable", "a {0} node has no abstract distance: it always ranks below the byte-addressable ones");

    /// <summary><c>value__</c> cannot be a member of an enum.</summary>
    public static readonly DiagnosticDescriptor ImpossibleEnumMember = Error("TP0120", "Name that an enum cannot have", "'{0}' cannot be the name of a node: the enum has a field of that name");
}
