using TierPolicy.Kernel.Tests.Lab;

namespace TierPolicy.Kernel.Tests;

/// <summary>Machines that tests boot.</summary>
internal static class Machines
{
    private const int FirstNode = 384;
    private const int OtherNode = 128;

    /// <summary>Fast memory with a processor, slower memory, and the slowest: what most tests run on.</summary>
    public static VirtualTopology ThreeTiers { get; } = new(
        [Dram(FirstNode), new(OtherNode, 20, 10240), new(OtherNode, 40, 5120)],
        [[10, 17, 28], [17, 10, 28], [28, 28, 10]]);

    /// <summary>Two nodes and no third, to which the kernel could give pages.</summary>
    public static VirtualTopology ForComparison { get; } = new([new(512, 10, 20480, Cpus: 2), new(OtherNode, 20, 10240)], [[10, 17], [17, 10]]);

    public static IReadOnlyList<VirtualTopology> Named { get; } =
    [
        ThreeTiers,

        // One node.
        new([Dram(FirstNode)], [[10]]),

        // Two sockets with the slow memory of each.
        new(
            [Dram(FirstNode), Dram(OtherNode), new(OtherNode, 40, 5120), new(OtherNode, 40, 5120)],
            [[10, 21, 17, 28], [21, 10, 28, 17], [17, 28, 10, 28], [28, 17, 28, 10]]),

        // Two targets at the same distance.
        new(
            [Dram(FirstNode), new(OtherNode, 40, 5120), new(OtherNode, 40, 5120)],
            [[10, 20, 20], [20, 10, 20], [20, 20, 10]]),

        // The firmware counts slow memory first: Linux numbers it last.
        new(
            [new(OtherNode, 40, 5120), Dram(FirstNode), new(OtherNode, 120, 1024)],
            [[10, 17, 24], [17, 10, 28], [24, 28, 10]]),

        // Memory that is faster than what the processors have.
        new(
            [Dram(FirstNode), new(OtherNode, 5, 40960)],
            [[10, 12], [12, 10]]),
    ];

    /// <summary>Random ones, the same each time, unless <c>TIERPOLICY_SEED</c> says otherwise.</summary>
    public static IReadOnlyList<VirtualTopology> Random(int count)
    {
        string? seed = Environment.GetEnvironmentVariable("TIERPOLICY_SEED");
        Random random = new(seed is null ? 1 : int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture));
        return [.. Enumerable.Range(0, count).Select(_ => Random(random))];
    }

    private static VirtualTopology Random(Random random)
    {
        (int Latency, int Bandwidth)[] speeds = [(10, 20480), (20, 10240), (40, 10240), (40, 5120), (80, 2560), (120, 1024)];
        int[] distances = [11, 12, 16, 17, 20, 21, 24, 28, 32, 40, 60];
        int nodes = random.Next(2, 7);
        int withCpus = random.Next(1, Math.Min(nodes, 2) + 1);
        int[] order = [.. Enumerable.Range(0, nodes)];
        random.Shuffle(order);
        VirtualNode[] described = new VirtualNode[nodes];
        for (int i = 0; i < nodes; i++)
        {
            // Processors' nodes are equally fast: the kernel takes one of them for what the others are measured by.
            (int latency, int bandwidth) = speeds[random.Next(speeds.Length)];
            described[order[i]] = i < withCpus ? Dram(FirstNode) : new(64 * random.Next(2, 5), latency, bandwidth);
        }

        int[][] matrix = [.. Enumerable.Range(0, nodes).Select(_ => new int[nodes])];
        for (int i = 0; i < nodes; i++)
        {
            matrix[i][i] = 10;
            for (int j = 0; j < i; j++)
            {
                matrix[i][j] = matrix[j][i] = distances[random.Next(distances.Length)];
            }
        }

        return new(described, matrix);
    }

    private static VirtualNode Dram(int mebibytes) => new(mebibytes, 10, 20480, Cpus: 1);
}
