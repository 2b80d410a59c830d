using TierPolicy.Traces;

namespace TierPolicy.Recording;

/// <summary>
/// Puts the accesses of several threads into one order. Each thread's keep theirs. Between threads their times decide, and among equal ones, as there are many within a tick of the clock,
/// the threads take turns in proportion to what each has: they ran beside each other.
/// </summary>
internal sealed class RingMerge
{
    private readonly List<Cursor> _cursors = [];
    private long _last;

    /// <summary>Takes what is in the rings now, and returns how many that were.</summary>
    /// <param name="rings">The rings; null where there is none.</param>
    /// <param name="trace">Where the accesses go.</param>
    public int Drain(ReadOnlySpan<RecordingRing?> rings, TraceWriter trace)
    {
        _cursors.Clear();
        int total = 0;
        foreach (RecordingRing? ring in rings)
        {
            if (ring?.Count() is > 0 and int count)
            {
                _cursors.Add(new Cursor(ring, count));
                total += count;
            }
        }

        for (int i = 0; i < total; i++)
        {
            Cursor next = _cursors.Count == 1 ? _cursors[0] : Next();
            ref TraceAccess access = ref next.Ring[next.Taken++];

            // A thread may have looked at the clock long before it came to write the access down.
            if (access.Time < _last)
            {
                access = access with { Time = _last };
            }

            _last = access.Time;
            trace.Write(in access);
        }

        foreach (Cursor cursor in _cursors)
        {
            cursor.Ring.Take(cursor.Count);
        }

        return total;
    }

    private Cursor Next()
    {
        Cursor? next = null;
        foreach (Cursor cursor in _cursors)
        {
            if (cursor.Taken < cursor.Count && (next is null || cursor.IsBefore(next)))
            {
                next = cursor;
            }
        }

        return next!;
    }

    private sealed class Cursor(RecordingRing ring, int count)
    {
        public RecordingRing Ring => ring;

        public int Count => count;

        public int Taken { get; set; }

        public bool IsBefore(Cursor other)
        {
            long mine = ring[Taken].Time;
            long its = other.Ring[other.Taken].Time;
            return mine != its ? mine < its : (long)Taken * other.Count < (long)other.Taken * count;
        }
    }
}
