namespace TierPolicy.Nodes;

/// <summary>How readers stand in the way of a node that has room, and no frame to give.</summary>
internal enum ReaderShortage
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>They are on all frames that are free: more pages must leave the node for there to be others.</summary>
    OfFreeFrames,

    /// <summary>They keep whatever frame a page leaves: that more pages leave does not help.</summary>
    OfAllFrames,
}
