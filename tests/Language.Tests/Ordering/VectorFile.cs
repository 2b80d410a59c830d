using System.Text.Json;
using TierPolicy.Language.Ordering;

namespace TierPolicy.Language.Tests.Ordering;

/// <summary>One topology of a file in Vectors, with what it must come to. A field that the file lacks is null.</summary>
public sealed record Vector(
    string? Name,
    int[] CpuNodes,
    byte[][] Distance,
    int[]? Tier,
    long[]? ReadLatency,
    long[]? ReadBandwidthMBps,
    int[][]? FallbackOrder,
    int[][]? Preferred,
    int[][]? Fallback,
    int[]? Exclusive,
    int[][]? Nearest,
    int[][]? TiersPreferred,
    int[][]? TiersFallback)
{
    public int Nodes => Distance.Length;

    public NodeSet WithCpus => Sets.Of(CpuNodes);

    public OrderInput Input => new()
    {
        Nodes = Nodes,
        Online = NodeSet.UpTo(Nodes),
        WithCpus = WithCpus,
        ByteAddressable = NodeSet.UpTo(Nodes),
        Distances = [.. Distance.SelectMany(row => row)],
        Tiers = Tier ?? new int[Nodes],
    };

    public NodeScores Scores
    {
        get
        {
            OrderInput input = Input;
            return new NodeScores(input, NodeLoads.Build(input));
        }
    }
}

public static class VectorFile
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };

    public static Vector[] Kernel { get; } = Read("kernel-6.12.json");

    public static Vector[] Series { get; } = Read("series.json");

    public static Vector[] Named { get; } = Read("named.json");

    public static TheoryData<int> IndexesOf(Vector[] vectors) => [.. Enumerable.Range(0, vectors.Length)];

    private static Vector[] Read(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Vectors", name);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));

        // System.Text.Json reads a byte[] as base64, so the matrix is read as whole numbers.
        return [.. document.RootElement.GetProperty("vectors").EnumerateArray().Select(Parse)];
    }

    private static Vector Parse(JsonElement vector) => new(
        Get<string>(vector, "name"),
        Get<int[]>(vector, "cpuNodes")!,
        [.. Get<int[][]>(vector, "distance")!.Select(row => row.Select(distance => checked((byte)distance)).ToArray())],
        Get<int[]>(vector, "tier"),
        Get<long[]>(vector, "readLatency"),
        Get<long[]>(vector, "readBandwidthMBps"),
        Get<int[][]>(vector, "fallbackOrder"),
        Get<int[][]>(vector, "preferred"),
        Get<int[][]>(vector, "fallback"),
        Get<int[]>(vector, "exclusive"),
        Get<int[][]>(vector, "nearest"),
        Get<int[][]>(vector, "tiersPreferred"),
        Get<int[][]>(vector, "tiersFallback"));

    private static T? Get<T>(JsonElement vector, string field) =>
        vector.TryGetProperty(field, out JsonElement value) ? value.Deserialize<T>(Options) : default;
}
