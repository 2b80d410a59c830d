namespace TierPolicy.Traces;

/// <summary>What a row of a CSV says, as the accesses that are still to be taken of it: one to each page.</summary>
/// <param name="Next">The next access.</param>
/// <param name="Left">The accesses that are left.</param>
/// <param name="Time">Nanoseconds, as the file counts them: in Windows' timestamps, 100 ns since 1601, they have more than 64 bits.</param>
internal record struct CsvTraceRow(TraceAccess Next, ulong Left, Int128 Time)
{
    /// <summary>The time at which the trace begins.</summary>
    public Int128 Beginning { get; init; }

    public bool TryTake(out TraceAccess access)
    {
        access = Next with { Time = (long)(Time - Beginning) };
        if (Left == 0)
        {
            return false;
        }

        Left--;
        Next = Next with { Page = Next.Page + 1 };
        return true;
    }
}
