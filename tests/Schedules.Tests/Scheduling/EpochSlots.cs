using TierPolicy.Epochs;

namespace TierPolicy.Schedules.Tests.Scheduling;

/// <summary>What the runtime keeps for each thread: made the same before each schedule, also after one that was unwound in the middle.</summary>
internal static class EpochSlots
{
    /// <summary>The most there can be: no access of a schedule is noticed, so that all reads that can take the short way do.</summary>
    public const int Sampling = 1024;

    public static unsafe void Reset()
    {
        EpochSlot* slot = ReaderEpochs.ThisThread;
        slot->UntilNoticed = Sampling;
        slot->Clear();
    }

    /// <summary>Has this thread's batches list as many frames as they can, none of which is any.</summary>
    public static unsafe void FillList()
    {
        while (ReaderEpochs.ThisThread->TryList(1))
        {
        }
    }
}
