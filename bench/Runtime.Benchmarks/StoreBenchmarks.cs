using System.Diagnostics;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;

namespace TierPolicy.Runtime.Benchmarks;

/// <summary>A cache over a store that takes 80 microseconds a read: DRAM for 10 % of the pages, and below it CXL for 40 % or nothing.</summary>
[SimpleJob(RunStrategy.Monitoring, launchCount: 1, warmupCount: 1, iterationCount: 5)]
public class StoreBenchmarks
{
    private const int Pages = 1 << 15;
    private const int Accesses = 1 << 17;
    private const int PageSize = 4096;

    private readonly int[] _sequence = Zipf.Sequence(Pages, Accesses);
    private Cache _demoting = null!;
    private Cache _discarding = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _demoting = new Cache<Demoting>(("Dram", 0.1), ("Cxl", 0.4));
        _discarding = new Cache<Discarding>(("Dram", 0.1));
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _demoting.Dispose();
        _discarding.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Accesses)]
    public long Discard() => _discarding.Read(_sequence);

    [Benchmark(OperationsPerInvoke = Accesses)]
    public long Demote() => _demoting.Read(_sequence);

    private abstract class Cache : IDisposable
    {
        public abstract long Read(int[] sequence);

        public abstract void Dispose();
    }

    private sealed class Cache<TPolicy> : Cache
        where TPolicy : struct, ITierPolicy
    {
        private readonly TieredMemory<TPolicy> _memory;
        private readonly PageId[] _pages;

        public Cache(params (string Node, double Share)[] nodes)
        {
            TieredMemoryOptions options = new() { Store = new SlowStore() };
            foreach ((string node, double share) in nodes)
            {
                options.Capacities[node] = (long)(Pages * share) * PageSize;
            }

            _memory = new TieredMemory<TPolicy>(options);
            _pages = [.. Enumerable.Range(0, Pages).Select(page => _memory.AllocateFile(page))];
        }

        public override long Read(int[] sequence)
        {
            long sum = 0;
            foreach (int page in sequence)
            {
                using ReadLease lease = _memory.Read(_pages[page]);
                long found = MemoryMarshal.Read<long>(lease.Span);
                sum += found == page ? found : throw new InvalidOperationException($"Page {page} has the contents of {found}.");
            }

            return sum;
        }

        public override void Dispose() => _memory.Dispose();
    }

    /// <summary>Spins: a sleep would take longer than what is measured.</summary>
    private sealed class SlowStore : IPageStore
    {
        private static readonly TimeSpan Latency = TimeSpan.FromMicroseconds(80);

        public void Read(long key, Span<byte> page)
        {
            long start = Stopwatch.GetTimestamp();
            MemoryMarshal.Write(page, key);
            while (Stopwatch.GetElapsedTime(start) < Latency)
            {
                Thread.SpinWait(10);
            }
        }

        public void Write(long key, ReadOnlySpan<byte> page) => throw new NotSupportedException("Nothing is written here.");
    }
}
