namespace TierPolicy.Language.Model;

/// <summary>What a node is made of. The order is that in which kinds rank when no tier says otherwise.</summary>
public enum NodeKind
{
    Hbm,
    Dram,
    Cxl,
    Pmem,
    Dax,
    Compressed,
    File,
    Remote,
}

public static class NodeKinds
{
    /// <summary>True for memory that is read in place; pages of the other kinds come up before they are read.</summary>
    public static bool IsByteAddressable(this NodeKind kind) => kind <= NodeKind.Dax;
}
