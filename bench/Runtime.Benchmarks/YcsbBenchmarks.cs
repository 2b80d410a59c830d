using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;

namespace TierPolicy.Runtime.Benchmarks;

/// <summary>YCSB-B, 95 % reads and 5 % updates of values of 4 KiB, Zipf 0.99, with memory for half of them and the rest in a file; next to FASTER with as much memory and its log on the same disk.</summary>
[SimpleJob(RunStrategy.Monitoring, launchCount: 1, warmupCount: 1, iterationCount: 5)]
public class YcsbBenchmarks
{
    private const int Keys = 1 << 16;
    private const int Operations = 1 << 17;
    private const int PageSize = 4096;

    // Reads from disk that FASTER may have under way at once: its own way to hide them.
    private const int MaxPending = 64;

    // Half of the 256 MiB of all values.
    private const int MemoryBits = 27;

    // Each iteration goes on where the one before ended: one that was repeated would soon find all that it needs in memory.
    private const int Iterations = 8;

    private readonly int[] _sequence = Zipf.Sequence(Keys, Iterations * Operations);
    private readonly bool[] _updates = new bool[Iterations * Operations];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tierpolicy-bench-");
    private TieredMemory<OverFile> _memory = null!;
    private PageId[] _pages = null!;
    private FasterStore _faster = null!;
    private int _iteration;

    [GlobalSetup]
    public void SetUp()
    {
        Random random = new(2);
        for (int i = 0; i < _updates.Length; i++)
        {
            _updates[i] = random.NextDouble() < 0.05;
        }

        TieredMemoryOptions options = new();
        options.Capacities["Dram"] = 1L << MemoryBits;
        options.Capacities["Ssd"] = (long)Keys * PageSize;
        options.Paths["Ssd"] = Path.Combine(_folder.FullName, "pages");
        _memory = new TieredMemory<OverFile>(options);
        _pages = new PageId[Keys];
        _faster = new FasterStore(Keys, MemoryBits);
        for (int key = 0; key < Keys; key++)
        {
            _pages[key] = _memory.Allocate();
            using WriteLease lease = _memory.Write(_pages[key]);
            MemoryMarshal.Write(lease.Span, (long)key);
            _faster.Write(key, key);
        }
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _memory.Dispose();
        _faster.Dispose();
        _folder.Delete(recursive: true);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public void Faster()
    {
        int pending = 0;
        int first = NextIteration();
        for (int i = first; i < first + Operations; i++)
        {
            if (_updates[i])
            {
                _faster.Write(_sequence[i], _sequence[i]);
            }
            else if (_faster.TryRead(_sequence[i], out long value))
            {
                Require(value, _sequence[i]);
            }
            else if (++pending == MaxPending)
            {
                _faster.Complete(static (key, found) => Require(found, key));
                pending = 0;
            }
        }

        _faster.Complete(static (key, found) => Require(found, key));
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public void TierPolicy()
    {
        int first = NextIteration();
        for (int i = first; i < first + Operations; i++)
        {
            PageId page = _pages[_sequence[i]];
            if (_updates[i])
            {
                using WriteLease lease = _memory.Write(page);
                MemoryMarshal.Write(lease.Span, (long)_sequence[i]);
            }
            else
            {
                using ReadLease lease = _memory.Read(page);
                Require(MemoryMarshal.Read<long>(lease.Span), _sequence[i]);
            }
        }
    }

    private int NextIteration() => _iteration++ % Iterations * Operations;

    private static void Require(long found, long expected)
    {
        if (found != expected)
        {
            throw new InvalidOperationException($"Key {expected} has the value of {found}.");
        }
    }
}
