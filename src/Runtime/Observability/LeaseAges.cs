using TierPolicy.Engine;
using TierPolicy.Epochs;

namespace TierPolicy.Observability;

/// <summary>
/// How old the oldest read lease is. Leases carry no time, as readers would pay for it: each observation begins an epoch and remembers when, so that a lease seen again later is
/// known to be at least as old. Safe from any thread.
/// </summary>
internal sealed class LeaseAges(MemoryCore core, TimeProvider time)
{
    private const int MaxMarks = 256;

    private readonly Lock _lock = new();

    /// <summary>Epochs and when they began, oldest first: a lease of an earlier epoch is older than that.</summary>
    private readonly List<(long Epoch, long Time)> _marks = [];

    public TimeSpan Observe()
    {
        lock (_lock)
        {
            long now = time.GetTimestamp();
            long oldest = ReaderEpochs.Oldest(core.IsRead);
            _marks.RemoveAll(mark => mark.Epoch <= oldest);
            if (_marks.Count == MaxMarks)
            {
                // The oldest leases keep their age; those in between seem younger than they are.
                _marks.RemoveAt(1);
            }

            TimeSpan age = _marks.Count == 0 ? TimeSpan.Zero : time.GetElapsedTime(_marks[0].Time, now);
            long epoch = ReaderEpochs.Advance();
            _marks.Add((epoch, time.GetTimestamp()));
            return age;
        }
    }
}
