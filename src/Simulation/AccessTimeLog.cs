using HdrHistogram;

namespace TierPolicy.Simulation;

/// <summary>How long accesses took. Those that waited for nothing took one of a few times, and are counted elsewhere until the end.</summary>
internal sealed class AccessTimeLog
{
    /// <summary>The longest that is told from longer: an hour.</summary>
    private const long Longest = 3_600_000_000_000;

    private readonly LongHistogram _histogram = new(Longest, numberOfSignificantValueDigits: 3);
    private long _sum;
    private long _count;
    private long _max;

    public void Add(long nanoseconds) => Add(nanoseconds, 1);

    /// <summary>All that there is to say of them.</summary>
    /// <param name="undelayed">How many accesses waited for nothing, by place.</param>
    /// <param name="latencies">What each of those took.</param>
    public AccessTimes Summarize(ReadOnlySpan<long> undelayed, ReadOnlySpan<long> latencies)
    {
        for (int place = 0; place < undelayed.Length; place++)
        {
            if (undelayed[place] > 0)
            {
                Add(latencies[place], undelayed[place]);
            }
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

    private void Add(long nanoseconds, long accesses)
    {
        _histogram.RecordValueWithCount(Math.Min(nanoseconds, Longest), accesses);
        _sum += nanoseconds * accesses;
        _count += accesses;
        _max = Math.Max(_max, nanoseconds);
    }

    private long At(double percentile) => UpTo(_histogram.GetValueAtPercentile(percentile));

    // A bucket ends at a time that need not have been taken.
    private long UpTo(long nanoseconds) => Math.Min(nanoseconds, _max);
}
