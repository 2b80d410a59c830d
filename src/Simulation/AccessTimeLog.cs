using HdrHistogram;

namespace TierPolicy.Simulation;

/// <summary>How long accesses took. Those that waited for nothing took one of a few times, and are counted elsewhere until the end.</summary>
internal sealed class AccessTimeLog
{
    /// <summary>The longest that is told from longer: an hour.</summary>
    private const long Longest = 3_600_000_000_000;

    /// <summary>Most of the others, too, take one of a few times: those met last are counted by themselves, and go into the histogram together.</summary>
    private const int RecentBits = 6;

    private readonly LongHistogram _histogram = new(Longest, numberOfSignificantValueDigits: 3);
    private readonly (long Nanoseconds, long Accesses)[] _recent = new (long, long)[1 << RecentBits];
    private long _sum;
    private long _count;
    private long _max;

    public void Add(long nanoseconds)
    {
        ref (long Nanoseconds, long Accesses) recent = ref _recent[((ulong)nanoseconds * 0x9E37_79B9_7F4A_7C15) >> (64 - RecentBits)];
        if (recent.Nanoseconds != nanoseconds)
        {
            Flush(ref recent);
            recent.Nanoseconds = nanoseconds;
        }

        recent.Accesses++;
    }

    /// <summary>All that there is to say of them.</summary>
    /// <param name="undelayed">How many accesses waited for nothing, by place, since this was asked before.</param>
    /// <param name="latencies">What each of those took.</param>
    public AccessTimes Summarize(Span<long> undelayed, ReadOnlySpan<long> latencies)
    {
        foreach (ref (long Nanoseconds, long Accesses) recent in _recent.AsSpan())
        {
            Flush(ref recent);
        }

        for (int place = 0; place < undelayed.Length; place++)
        {
            Record(latencies[place], undelayed[place]);
            undelayed[place] = 0;
        }

        if (_count == 0)
        {
            return new AccessTimes(0, 0, 0, 0, 0, []);
        }

        return new AccessTimes(
            _sum / (double)_count,
            At(50),
            At(99),
            At(99.9),
            _max,
            [.. _histogram.RecordedValues().Select(value => new AccessTimeBucket(UpTo(value.ValueIteratedTo), value.CountAtValueIteratedTo))]);
    }

    private void Flush(ref (long Nanoseconds, long Accesses) recent)
    {
        Record(recent.Nanoseconds, recent.Accesses);
        recent.Accesses = 0;
    }

    private void Record(long nanoseconds, long accesses)
    {
        if (accesses > 0)
        {
            _histogram.RecordValueWithCount(Math.Min(nanoseconds, Longest), accesses);
            _sum += nanoseconds * accesses;
            _count += accesses;
            _max = Math.Max(_max, nanoseconds);
        }
    }

    private long At(double percentile) => UpTo(_histogram.GetValueAtPercentile(percentile));

    // A bucket ends at a time that need not have been taken.
    private long UpTo(long nanoseconds) => Math.Min(nanoseconds, _max);
}
