namespace TierPolicy.Nodes;

/// <summary>One page to be written to a frame or slot of a node, and what came of it.</summary>
internal sealed class PageWrite(uint page, uint frame, ReadOnlyMemory<byte> contents)
{
    /// <summary>The page's index in the page table.</summary>
    public uint Page => page;

    public uint Frame => frame;

    /// <summary>A page long; whoever asks for the write keeps it as it is until the write is done.</summary>
    public ReadOnlyMemory<byte> Contents => contents;

    /// <summary>Whether the frame has the contents now; where not, it has nothing that counts.</summary>
    public bool IsWritten { get; set; }

    /// <summary>By this a durable node knows the page in its file.</summary>
    public ulong DurableId { get; set; }

    /// <summary>Of the versions of a page on durable nodes the one of the highest sequence holds.</summary>
    public ulong DurableSequence { get; set; }

    /// <summary>The slot of the version that this one replaces on a durable node, free now; null where there was none.</summary>
    public uint? Superseded { get; set; }
}
