namespace TierPolicy.AdmissionControl;

/// <summary>
/// What a read of the store or of swap costs, and a write: as the topology declares it, else as it is measured on the memory's clock, a moving average of the last some sixteen. Safe from any
/// thread; a lost update costs nothing but precision.
/// </summary>
internal sealed class MissCost
{
    private const double Weight = 1 / 16.0;

    /// <summary>Of an SSD; until something is measured.</summary>
    private const double Unknown = 80_000;

    private readonly bool _isDeclared;
    private double _read;
    private double _write;
    private long _reads;
    private long _writes;

    /// <param name="latency">The declared latency in nanoseconds; null: it is measured.</param>
    /// <param name="bytesPerSecond">The declared bandwidth; null: a page takes no longer than the latency.</param>
    /// <param name="pageSize">Bytes a page.</param>
    public MissCost(long? latency, long? bytesPerSecond, int pageSize)
    {
        _isDeclared = latency is not null;
        _read = _write = latency is null ? Unknown : latency.Value + (bytesPerSecond is null ? 0 : pageSize * 1e9 / bytesPerSecond.Value);
    }

    public double Read => Volatile.Read(ref _read);

    /// <summary>Until one is measured, as much as a read.</summary>
    public double Write => _isDeclared || Volatile.Read(ref _writes) > 0 ? Volatile.Read(ref _write) : Read;

    public void OnRead(long nanoseconds) => Measure(ref _read, ref _reads, nanoseconds);

    public void OnWrite(long nanoseconds) => Measure(ref _write, ref _writes, nanoseconds);

    private void Measure(ref double cost, ref long count, long nanoseconds)
    {
        if (!_isDeclared)
        {
            // The first ones count for all there is.
            double weight = Math.Max(Weight, 1.0 / ++count);
            Volatile.Write(ref cost, cost + (weight * (nanoseconds - cost)));
        }
    }
}
