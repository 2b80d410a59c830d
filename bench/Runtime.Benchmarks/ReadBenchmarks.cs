using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;

namespace TierPolicy.Runtime.Benchmarks;

/// <summary>Eight bytes of a page, by leases and by batches of 64 that are and are not named beforehand, next to the same read without any protection. Nanoseconds a read and thread.</summary>
public unsafe class ReadBenchmarks
{
    internal const int Accesses = 1 << 18;
    private const int Pages = 1 << 16;
    private const int Batch = 64;
    private const int PageSize = 4096;

    private TieredMemory<Demoting> _memory = null!;
    private Arena _small = null!;
    private Arena _huge = null!;
    private Threads _threads = null!;
    private int[] _sequence = null!;
    private PageId[] _pages = null!;
    private PageId _hot;

    [Params(1, 2)]
    public int ThreadCount { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        TieredMemoryOptions options = new();
        options.Capacities["Dram"] = 2L * Pages * PageSize;
        options.Capacities["Cxl"] = (long)Pages * PageSize;
        _memory = new TieredMemory<Demoting>(options);
        PageId[] pages = new PageId[Pages];
        for (int i = 0; i < Pages; i++)
        {
            pages[i] = _memory.Allocate();
            using WriteLease lease = _memory.Write(pages[i]);
            MemoryMarshal.Write(lease.Span, (long)i);
        }

        _small = new Arena((long)Pages * PageSize, hugePages: false);
        _huge = new Arena((long)Pages * PageSize, hugePages: true);
        _threads = new Threads(ThreadCount);
        _sequence = Zipf.Sequence(Pages, Accesses);
        _pages = [.. _sequence.Select(page => pages[page])];
        _hot = pages[0];
        Verify();
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _threads.Dispose();
        _memory.Dispose();
        _small.Dispose();
        _huge.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Accesses)]
    public void Unprotected() => _threads.Run(thread => ReadArena(_small.Start, thread));

    [Benchmark(OperationsPerInvoke = Accesses)]
    public void UnprotectedOnHugePages() => _threads.Run(thread => ReadArena(_huge.Start, thread));

    [Benchmark(OperationsPerInvoke = Accesses)]
    public void Lease() => _threads.Run(ReadByLease);

    [Benchmark(OperationsPerInvoke = Accesses)]
    public void BatchOf64() => _threads.Run(ReadByBatch);

    [Benchmark(OperationsPerInvoke = Accesses)]
    public void BatchOf64Named() => _threads.Run(ReadByNamedBatch);

    [Benchmark(OperationsPerInvoke = Accesses)]
    public void UnprotectedHotPage() => _threads.Run(_ => ReadHotArena());

    [Benchmark(OperationsPerInvoke = Accesses)]
    public void LeaseOfHotPage() => _threads.Run(_ => ReadHotByLease());

    // Each thread begins elsewhere in the same sequence.
    private int First(int thread) => thread * (Accesses / 3);

    private void ReadArena(byte* start, int thread)
    {
        long sum = 0;
        int first = First(thread);
        for (int i = 0; i < Accesses; i++)
        {
            sum += *(long*)(start + ((long)_sequence[(i + first) & (Accesses - 1)] * PageSize));
        }

        Sink.Of(sum);
    }

    private void ReadByLease(int thread)
    {
        long sum = 0;
        int first = First(thread);
        for (int i = 0; i < Accesses; i++)
        {
            using ReadLease lease = _memory.Read(_pages[(i + first) & (Accesses - 1)]);
            sum += MemoryMarshal.Read<long>(lease.Span);
        }

        Sink.Of(sum);
    }

    private void ReadByBatch(int thread)
    {
        long sum = 0;
        int first = First(thread);
        for (int i = 0; i < Accesses; i += Batch)
        {
            using ReadBatch<Demoting> batch = _memory.ReadMany();
            for (int j = 0; j < Batch; j++)
            {
                sum += MemoryMarshal.Read<long>(batch.Read(_pages[(i + j + first) & (Accesses - 1)]));
            }
        }

        Sink.Of(sum);
    }

    // The pages are known when the batch begins.
    private void ReadByNamedBatch(int thread)
    {
        long sum = 0;
        int first = First(thread) & ~(Batch - 1);
        for (int i = 0; i < Accesses; i += Batch)
        {
            ReadOnlySpan<PageId> pages = _pages.AsSpan((i + first) & (Accesses - 1), Batch);
            using ReadBatch<Demoting> batch = _memory.ReadMany();
            batch.Prefetch(pages);
            foreach (PageId page in pages)
            {
                sum += MemoryMarshal.Read<long>(batch.Read(page));
            }
        }

        Sink.Of(sum);
    }

    private void ReadHotArena()
    {
        long sum = 0;
        for (int i = 0; i < Accesses; i++)
        {
            sum += Volatile.Read(ref *(long*)_small.Start);
        }

        Sink.Of(sum);
    }

    private void ReadHotByLease()
    {
        long sum = 0;
        for (int i = 0; i < Accesses; i++)
        {
            using ReadLease lease = _memory.Read(_hot);
            sum += MemoryMarshal.Read<long>(lease.Span);
        }

        Sink.Of(sum);
    }

    private void Verify()
    {
        for (int i = 0; i < Accesses; i++)
        {
            using ReadLease lease = _memory.Read(_pages[i]);
            if (MemoryMarshal.Read<long>(lease.Span) != _sequence[i])
            {
                throw new InvalidOperationException($"Page {_sequence[i]} has the contents of another.");
            }
        }
    }
}
