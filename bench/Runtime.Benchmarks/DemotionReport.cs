using System.Diagnostics;
using System.Globalization;
using TierPolicy.Migration;

namespace TierPolicy.Runtime.Benchmarks;

/// <summary>
/// Demotion from memory to memory, next to the bare copy of the same bytes past the caches, in the same order; both there and back. One after the other, round by round, since what
/// memory gives changes by the minute where others use it too: the ratio of two neighbours is what counts.
/// </summary>
internal static unsafe class DemotionReport
{
    private const long Bytes = 256L << 20;
    private const int Rounds = 41;

    public static void Run()
    {
        using Arena from = new(Bytes, hugePages: true);
        using Arena to = new(Bytes, hugePages: true);
        Console.WriteLine("                       copy, GB/s   moves, GB/s   moves of copy: quartiles");
        using (Mover inOrder = new Mover<DemotingLarge>(shuffled: false))
        {
            Compare("64 KiB in order", 64 << 10, inOrder, from, to);
        }

        using Mover random = new Mover<Demoting>(shuffled: true);
        Compare("4 KiB at random", 4 << 10, random, from, to);
    }

    private static void Compare(string what, int pageSize, Mover mover, Arena from, Arena to)
    {
        List<double> copies = [];
        List<double> moves = [];
        for (int round = -2; round < Rounds; round++)
        {
            double copy = Seconds(() => Copy(pageSize, mover.Order, from, to));
            double move = Seconds(mover.ThereAndBack);
            if (round >= 0)
            {
                copies.Add(copy);
                moves.Add(move);
            }
        }

        double[] ratios = [.. copies.Zip(moves, static (copy, move) => copy / move).Order()];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-22}{GigabytesASecond(copies),11:F1}{GigabytesASecond(moves),14:F1}{ratios[Rounds / 4],12:F2}{ratios[Rounds / 2],6:F2}{ratios[Rounds * 3 / 4],6:F2}"));
    }

    private static double GigabytesASecond(List<double> seconds) => 2 * Bytes / seconds.Order().ElementAt(Rounds / 2) / 1e9;

    private static double Seconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Copy(int pageSize, int[] order, Arena from, Arena to)
    {
        foreach (int page in order)
        {
            ColdCopy.Copy(from.Start + ((long)page * pageSize), to.Start + ((long)page * pageSize), pageSize);
        }

        foreach (int page in order)
        {
            ColdCopy.Copy(to.Start + ((long)page * pageSize), from.Start + ((long)page * pageSize), pageSize);
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
