using TierPolicy.Traces;

namespace TierPolicy.Simulation;

/// <summary>The accesses of traces with their pages numbered, chunk by chunk as they are read: the one place where a trace's own records become what is simulated.</summary>
/// <param name="pageSize">Bytes a page.</param>
/// <param name="ignoreSize">Whether every object is one page, whatever its size; else larger ones are refused.</param>
internal sealed class TraceChunks(int pageSize, bool ignoreSize)
{
    // Accesses ahead for which the processor fetches what it will need.
    private const int Far = 16;
    private const int Near = 8;

    private readonly PageNumbers _numbers = new();
    private readonly TraceReadOptions _options = new() { PageSize = pageSize, IgnoreSize = ignoreSize };

    /// <summary>Different pages until now.</summary>
    public uint Pages => _numbers.Count;

    /// <summary>Reads a trace; its pages keep the numbers that earlier ones gave them.</summary>
    /// <exception cref="TraceFormatException">The trace is not there, cut short or corrupt.</exception>
    /// <exception cref="SimulationException">There are too many pages.</exception>
    public IEnumerable<TraceChunk> Read(string trace)
    {
        using TraceReader reader = TraceFile.Open(trace, _options);
        TraceAccess[] records = new TraceAccess[TraceChunk.Length];
        bool isFirst = true;
        for (int count = reader.Read(records); count > 0; count = reader.Read(records))
        {
            yield return ChunkOf(records.AsSpan(0, count), reader.Columns, isFirst);
            isFirst = false;
        }
    }

    private TraceChunk ChunkOf(ReadOnlySpan<TraceAccess> records, TraceColumns columns, bool isFirst)
    {
        NumberedAccess[] accesses = new NumberedAccess[records.Length];
        long[]? times = columns.HasFlag(TraceColumns.Time) ? new long[records.Length] : null;
        List<PageFacts>? newPages = (columns & (TraceColumns.Kind | TraceColumns.Domain | TraceColumns.Tag)) != 0 ? [] : null;
        for (int i = 0; i < records.Length; i++)
        {
            ref readonly TraceAccess access = ref records[i];
            if (i + Far < records.Length)
            {
                _numbers.Prefetch(records[i + Far].Page);
                _numbers.PrefetchNext(records[i + Near].Page);
            }

            uint before = _numbers.Count;
            uint number = _numbers.Of(access.Page);
            accesses[i] = NumberedAccess.Create(number, access.IsWrite);
            if (times is not null)
            {
                times[i] = access.Time;
            }

            if (number == before)
            {
                newPages?.Add(new PageFacts(access.Kind == TracePageKind.Anon, access.Domain, access.Tag));
            }
        }

        return new TraceChunk { Accesses = accesses, Count = records.Length, IsFirst = isFirst, Times = times, NewPages = newPages?.ToArray() };
    }
}
