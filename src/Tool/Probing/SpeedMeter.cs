using System.Diagnostics;
using System.Runtime.Intrinsics;
using TierPolicy.Tool.Kernel;

namespace TierPolicy.Tool.Probing;

/// <summary>
/// Measures nodes from the CPUs that are nearest to them: latency by following pointers, each to a line that cannot be guessed (as lat_mem_rd of LMbench), bandwidth by reading all of it,
/// a thread a CPU (as the read of STREAM's descendants). The best round counts: what disturbs makes it slower only.
/// </summary>
internal sealed class SpeedMeter(Machine machine)
{
    private const int Line = 64;
    private const int Hops = 1 << 20;
    private const int Rounds = 3;
    private const int Passes = 4;
    private const long Mebi = 1 << 20;

    /// <summary>Caches, and what they hold of it, must not count: it is four times what most have, and no more than a node can spare.</summary>
    private const long Wanted = 256 * Mebi;

    /// <exception cref="UsageException">The node has no memory to measure, or the kernel refuses.</exception>
    public MeasuredSpeed Measure(MemoryNode node)
    {
        long bytes = Math.Min(Wanted, node.FreeBytes / 4) / Mebi * Mebi;
        if (bytes < Mebi)
        {
            throw new UsageException($"node {node.Id} cannot be measured: it has {node.FreeBytes >> 10} KiB free");
        }

        IReadOnlyList<int> cpus = NearestCpus(node);
        using NodeMemory memory = NodeMemory.Allocate(node.Id, (nuint)bytes);
        (long latency, long bandwidth) = (Latency(memory, cpus), Bandwidth(memory, cpus));
        string over = $"over {bytes / Mebi} MiB of the node, best of {Rounds}";
        string from = Numbers.ShowList(cpus);
        return new MeasuredSpeed(
            latency,
            $"measured: pointers followed {over}, on one of the CPUs {from}",
            bandwidth,
            $"measured: reads {over}, on the CPUs {from}");
    }

    private IReadOnlyList<int> NearestCpus(MemoryNode node)
        => (node.HasCpus ? node : machine.Nodes.Where(other => other.HasCpus).MinBy(other => other.Distances.GetValueOrDefault(node.Id, int.MaxValue)))?.Cpus ?? [];

    private static unsafe long Latency(NodeMemory memory, IReadOnlyList<int> cpus) => OnThread(cpus, () =>
    {
        int lines = (int)(memory.Bytes / Line);
        int* start = (int*)memory.Start;
        Link(start, lines);
        double best = double.MaxValue;
        int at = 0;
        for (int round = 0; round < Rounds; round++)
        {
            long began = Stopwatch.GetTimestamp();
            for (int hop = 0; hop < Hops; hop++)
            {
                at = start[at * (Line / sizeof(int))];
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(began).TotalNanoseconds);
        }

        // Where it ended matters to nobody but the compiler, which would leave the hops out.
        GC.KeepAlive(at);
        return Math.Max(1, (long)Math.Round(best / Hops));
    });

    /// <summary>One circle through all lines, in random order (Sattolo 1986), the same each time.</summary>
    private static unsafe void Link(int* start, int lines)
    {
        const int Stride = Line / sizeof(int);
        Random random = new(1);
        for (int i = 0; i < lines; i++)
        {
            start[i * Stride] = i;
        }

        for (int i = lines - 1; i > 0; i--)
        {
            int other = random.Next(i);
            (start[i * Stride], start[other * Stride]) = (start[other * Stride], start[i * Stride]);
        }
    }

    private static long Bandwidth(NodeMemory memory, IReadOnlyList<int> cpus)
    {
        int threads = Math.Max(1, Math.Min(cpus.Count, Environment.ProcessorCount));
        double best = double.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            using Barrier together = new(threads + 1);
            Task[] readers =
            [
                .. Enumerable.Range(0, threads).Select(i => Task.Factory.StartNew(() => Read(memory, i, threads, cpus, together), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)),
            ];
            together.SignalAndWait();
            long began = Stopwatch.GetTimestamp();
            Task.WaitAll(readers);
            best = Math.Min(best, Stopwatch.GetElapsedTime(began).TotalSeconds);
        }

        return Math.Max(1, (long)(memory.Bytes * Passes / best) / Mebi) * Mebi;
    }

    private static unsafe void Read(NodeMemory memory, int part, int parts, IReadOnlyList<int> cpus, Barrier together)
    {
        NodeMemory.RunOn(cpus);
        nuint bytes = memory.Bytes / (nuint)parts / Line * Line;
        byte* start = memory.Start + (bytes * (nuint)part);
        Vector256<byte> sum = default;
        together.SignalAndWait();
        for (int pass = 0; pass < Passes; pass++)
        {
            for (nuint at = 0; at < bytes; at += Line)
            {
                sum |= Vector256.Load(start + at) ^ Vector256.Load(start + at + (Line / 2));
            }
        }

        GC.KeepAlive(sum);
    }

    /// <summary>On a thread of its own, whose CPUs may be chosen.</summary>
    private static long OnThread(IReadOnlyList<int> cpus, Func<long> measure)
    {
        return Task.Factory.StartNew(
            () =>
            {
                NodeMemory.RunOn(cpus);
                return measure();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).GetAwaiter().GetResult();
    }
}
