namespace TierPolicy.Nodes;

/// <summary>A storage whose frames are not all of one size: it says for how many there is room.</summary>
internal interface IFrameRoom
{
    /// <summary>Pages for which there is room, whatever they hold.</summary>
    long FreePages { get; }

    /// <summary>A frame was taken.</summary>
    void Reserve(uint frame);

    /// <summary>A frame was given back.</summary>
    void Release(uint frame);
}
