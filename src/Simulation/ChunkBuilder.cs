using TierPolicy.Traces;

namespace TierPolicy.Simulation;

/// <summary>Fills one chunk after the other.</summary>
internal sealed class ChunkBuilder(TraceColumns columns)
{
    private NumberedAccess[] _accesses = new NumberedAccess[TraceChunk.Length];
    private int _count;

    public bool IsFull => _count == _accesses.Length;

    public bool IsEmpty => _count == 0;

    /// <param name="access">What the trace says.</param>
    /// <param name="numbers">Numbers its page.</param>
    /// <param name="page">The page: the object itself, or a further page of it.</param>
    public void Add(TraceAccess access, PageNumbers numbers, ulong page)
    {
        uint number = numbers.Of(page);
        _accesses[_count++] = NumberedAccess.Create(number, access.IsWrite);
        _ = columns;
    }

    /// <summary>The chunk as far as it is filled; the next one begins.</summary>
    public TraceChunk Take()
    {
        TraceChunk chunk = new() { Accesses = _accesses, Count = _count };
        _accesses = new NumberedAccess[TraceChunk.Length];
        _count = 0;
        return chunk;
    }
}
