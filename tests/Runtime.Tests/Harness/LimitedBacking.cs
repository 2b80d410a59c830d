using TierPolicy.Nodes;

namespace TierPolicy.Runtime.Tests.Harness;

/// <summary>A machine that has memory for so many frames of a node and no more, as others use the rest.</summary>
internal sealed class LimitedBacking(long frames, int spare) : IFrameBacking
{
    public long Frames { get; set; } = frames;

    public long Now { get; set; }

    /// <summary>How often it was asked for more.</summary>
    public int Asked { get; private set; }

    public string Reason => "others use it";

    public bool IsBacked(uint frame) => frame < Frames;

    public bool TryBack(uint frame)
    {
        Asked++;
        return frame + spare < Frames;
    }

    public long BackedFrom(uint frame) => Math.Max(0, Frames - frame);

    public void GiveBack(uint frame) => throw new InvalidOperationException();

    public bool TryGiveBackAll()
    {
        Asked = 0;
        return true;
    }
}
