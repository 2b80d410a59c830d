using BenchmarkDotNet.Attributes;
using TierPolicy.Migration;

namespace TierPolicy.Runtime.Benchmarks;

/// <summary>Demotion from memory to memory, next to the bare copy of the same bytes past the caches, in the same order. Both there and back, so that it can go on for ever.</summary>
/// <remarks>Back they are promoted, past the caches for the bare copy, too.</remarks>
public unsafe class DemotionBenchmarks
{
    private const long Bytes = 256L << 20;

    private Mover _inOrder = null!;
    private Mover _random = null!;
    private Arena _from = null!;
    private Arena _to = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _inOrder = new Mover<DemotingLarge>(shuffled: false);
        _random = new Mover<Demoting>(shuffled: true);
        _from = new Arena(Bytes, hugePages: true);
        _to = new Arena(Bytes, hugePages: true);
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _inOrder.Dispose();
        _random.Dispose();
        _from.Dispose();
        _to.Dispose();
    }

    [Benchmark]
    public void CopyInOrder64KiB() => Copy(64 << 10, _inOrder);

    [Benchmark]
    public void DemoteInOrder64KiB() => _inOrder.ThereAndBack();

    [Benchmark]
    public void CopyRandom4KiB() => Copy(4 << 10, _random);

    [Benchmark]
    public void DemoteRandom4KiB() => _random.ThereAndBack();

    private void Copy(int pageSize, Mover order)
    {
        foreach (int page in order.Order)
        {
            ColdCopy.Copy(_from.Start + ((long)page * pageSize), _to.Start + ((long)page * pageSize), pageSize);
        }

        foreach (int page in order.Order)
        {
            ColdCopy.Copy(_to.Start + ((long)page * pageSize), _from.Start + ((long)page * pageSize), pageSize);
        }
    }

    private abstract class Mover : IDisposable
    {
        public int[] Order { get; protected init; } = [];

        public abstract void ThereAndBack();

        public abstract void Dispose();
    }

    private sealed class Mover<TPolicy> : Mover
        where TPolicy : struct, ITierPolicy
    {
        private readonly TieredMemory<TPolicy> _memory;
        private readonly PageId[] _pages;

        public Mover(bool shuffled)
        {
            TieredMemoryOptions options = new();
            int pageSize = TieredMemory<TPolicy>.Policy.Topology.PageSize;
            options.Capacities["Dram"] = 2 * Bytes;
            options.Capacities["Cxl"] = 2 * Bytes;
            _memory = new TieredMemory<TPolicy>(options);
            PageId[] pages = new PageId[Bytes / pageSize];
            for (int i = 0; i < pages.Length; i++)
            {
                pages[i] = _memory.Allocate();
            }

            Order = [.. Enumerable.Range(0, pages.Length)];
            if (shuffled)
            {
                new Random(1).Shuffle(Order);
            }

            _pages = [.. Order.Select(page => pages[page])];
        }

        public override void ThereAndBack()
        {
            Move(1);
            Move(0);
        }

        public override void Dispose() => _memory.Dispose();

        private void Move(int node)
        {
            if (_memory.Migrate(_pages, node) is { NotMoved: > 0 } result)
            {
                throw new InvalidOperationException($"{result.NotMoved} pages did not move.");
            }
        }
    }
}
