using System.Globalization;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using BitFaster.Caching.Lru;
using Microsoft.Extensions.Caching.Memory;

namespace TierPolicy.Runtime.Benchmarks;

/// <summary>The same read from the caches that a program would use instead, one thread, everything resident.</summary>
public class CacheBenchmarks
{
    private const int Pages = 1 << 16;
    private const int Accesses = 1 << 16;
    private const int PageSize = 4096;

    private TieredMemory<Demoting> _memory = null!;
    private ConcurrentLru<long, byte[]> _lru = null!;
    private MemoryCache _cache = null!;
    private FasterStore _faster = null!;
    private int[] _sequence = null!;
    private PageId[] _pages = null!;
    private object[] _keys = null!;

    [GlobalSetup]
    public void SetUp()
    {
        TieredMemoryOptions options = new();
        options.Capacities["Dram"] = 2L * Pages * PageSize;
        options.Capacities["Cxl"] = (long)Pages * PageSize;
        _memory = new TieredMemory<Demoting>(options);
        _lru = new ConcurrentLru<long, byte[]>(2 * Pages);
        _cache = new MemoryCache(new MemoryCacheOptions());
        _faster = new FasterStore(Pages, memoryBits: 29);
        PageId[] pages = new PageId[Pages];
        object[] keys = new object[Pages];
        for (int i = 0; i < Pages; i++)
        {
            pages[i] = _memory.Allocate();
            using WriteLease lease = _memory.Write(pages[i]);
            MemoryMarshal.Write(lease.Span, (long)i);
            byte[] contents = new byte[PageSize];
            MemoryMarshal.Write(contents, (long)i);
            _lru.AddOrUpdate(i, contents);
            keys[i] = (long)i;
            _cache.Set(keys[i], contents);
            _faster.Write(i, i);
        }

        _sequence = Zipf.Sequence(Pages, Accesses);
        _pages = [.. _sequence.Select(page => pages[page])];
        _keys = [.. _sequence.Select(page => keys[page])];
        Verify();
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _memory.Dispose();
        _cache.Dispose();
        _faster.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Accesses)]
    public long Lease()
    {
        long sum = 0;
        foreach (PageId page in _pages)
        {
            using ReadLease lease = _memory.Read(page);
            sum += MemoryMarshal.Read<long>(lease.Span);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Accesses)]
    public long ConcurrentLru()
    {
        long sum = 0;
        foreach (int page in _sequence)
        {
            sum += _lru.TryGet(page, out byte[]? contents) ? MemoryMarshal.Read<long>(contents) : 0;
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Accesses)]
    public long Faster()
    {
        long sum = 0;
        foreach (int page in _sequence)
        {
            sum += _faster.Read(page);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Accesses)]
    public long MemoryCache()
    {
        long sum = 0;
        foreach (object key in _keys)
        {
            sum += _cache.TryGetValue(key, out byte[]? contents) ? MemoryMarshal.Read<long>(contents) : 0;
        }

        return sum;
    }

    private void Verify()
    {
        long[] sums = [Lease(), ConcurrentLru(), Faster(), MemoryCache()];
        if (sums.Distinct().Count() > 1)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"They do not read the same: {string.Join(", ", sums)}."));
        }
    }
}
