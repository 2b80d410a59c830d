using System.Diagnostics;

namespace TierPolicy.Kernel.Memory;

/// <summary>How fast pages move from node 0 to node 1, against what they are moved with.</summary>
internal static unsafe class Rates
{
    private const int Pages = 192;
    private const int Rounds = 15;

    public static void Print()
    {
        using TieredMemory<Moved> copying = new(Labs.Options(stable: false));
        using TieredMemory<Moved> stable = new(Labs.Options(stable: true));
        PageId[] copied = Labs.NewPages(copying, Pages, Labs.Dram);
        PageId[] moved = Labs.NewPages(stable, Pages, Labs.Dram);
        int bytes = Pages * copying.PageSize;
        nint from = Kernel.Take(bytes, Labs.Dram);
        nint to = Kernel.Take(bytes, Labs.Cxl);
        nint raw = Kernel.Take(bytes, Labs.Dram);
        List<double>[] times = [[], [], [], []];
        for (int i = 0; i < Rounds; i++)
        {
            times[0].Add(Time(() => Buffer.MemoryCopy((void*)from, (void*)to, bytes, bytes)));
            times[1].Add(Time(() => Labs.Require(copying.Migrate(copied, Labs.Cxl).Succeeded == Pages, "not all were copied")));
            times[2].Add(Time(() => MoveRaw(raw, bytes, Labs.Cxl)));
            times[3].Add(Time(() => Labs.Require(stable.Migrate(moved, Labs.Cxl).Succeeded == Pages, "not all were moved")));
            Labs.Require(copying.Migrate(copied, Labs.Dram).Succeeded == Pages && stable.Migrate(moved, Labs.Dram).Succeeded == Pages, "not all came back");
            MoveRaw(raw, bytes, Labs.Dram);
        }

        double[] medians = [.. times.Select(static each => each.Order().ElementAt(Rounds / 2))];
        Console.WriteLine(FormattableString.Invariant($"copy {bytes / medians[0] / 1e6:0} MB/s, copying migrator {bytes / medians[1] / 1e6:0} MB/s: {medians[0] / medians[1]:0.00}"));
        Console.WriteLine(FormattableString.Invariant($"move_pages {bytes / medians[2] / 1e6:0} MB/s, stable migrator {bytes / medians[3] / 1e6:0} MB/s: {medians[2] / medians[3]:0.00}"));
    }

    private static void MoveRaw(nint start, int bytes, int node)
    {
        const int Batch = 512;
        for (int page = 0; page < bytes / Kernel.Page; page += Batch)
        {
            Kernel.Move(start + (nint)page * Kernel.Page, Batch, node);
        }
    }

    private static double Time(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
