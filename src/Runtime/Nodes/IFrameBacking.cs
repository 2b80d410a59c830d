namespace TierPolicy.Nodes;

/// <summary>Gives frames of a node their memory, where that must come from one place and may not be had. Called by the node's pool, under its lock.</summary>
internal interface IFrameBacking
{
    /// <summary>Milliseconds after which a machine that had no memory left on the node is asked again.</summary>
    const int Pause = 1000;

    /// <summary>Milliseconds on the machine's clock: the memory that others give back has nothing to do with the clock by which pages age.</summary>
    long Now => Environment.TickCount64;

    /// <summary>Whether a frame has its memory.</summary>
    bool IsBacked(uint frame);

    /// <summary>Has the machine give a frame its memory, and those after it that the node keeps to spare.</summary>
    /// <returns>False where not all of them could be had: then <see cref="IsBacked"/> says whether this one could.</returns>
    bool TryBack(uint frame);

    /// <summary>How many frames from this one on, which has never been used, have their memory.</summary>
    long BackedFrom(uint frame);

    /// <summary>Gives the memory of a frame back, which nobody reads.</summary>
    void GiveBack(uint frame);

    /// <summary>Gives the memory of all frames back at once, none of which is in use: they are as if they had never been used.</summary>
    /// <returns>False where nothing was done, and each is given back by itself.</returns>
    bool TryGiveBackAll();

    /// <summary>Why the machine did not give what it was asked for last.</summary>
    string Reason { get; }
}
