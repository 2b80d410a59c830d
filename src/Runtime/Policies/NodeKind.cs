namespace TierPolicy;

/// <summary>What a node is made of.</summary>
public enum NodeKind
{
    /// <summary>High-bandwidth memory.</summary>
    Hbm,

    /// <summary>Ordinary memory.</summary>
    Dram,

    /// <summary>Memory behind CXL.</summary>
    Cxl,

    /// <summary>Persistent memory used as volatile memory.</summary>
    Pmem,

    /// <summary>A DAX device or file, mapped.</summary>
    Dax,

    /// <summary>Compressed pages in memory: a page comes up before it is read.</summary>
    Compressed,

    /// <summary>A file: a page comes up before it is read.</summary>
    File,

    /// <summary>Another machine: a page comes up before it is read.</summary>
    Remote,
}

/// <summary>How a node binds to its NUMA node.</summary>
public enum NumaBinding
{
    /// <summary>Memory elsewhere is refused.</summary>
    Strict,

    /// <summary>Memory elsewhere is taken when the node is full.</summary>
    Preferred,
}

/// <summary>How a compressed node compresses.</summary>
public enum Codec
{
    /// <summary>LZ4.</summary>
    Lz4,

    /// <summary>Zstandard.</summary>
    Zstd,
}

internal static class NodeKinds
{
    /// <summary>True for memory that is read in place.</summary>
    public static bool IsByteAddressable(this NodeKind kind) => kind <= NodeKind.Dax;
}
