using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TierPolicy.Tool.Tests.Harness;

/// <summary>One topology of the order vectors, as data and as a policy file.</summary>
internal sealed class Vector
{
    private readonly JsonElement _json;

    private Vector(JsonElement json) => _json = json;

    private int Nodes => _json.GetProperty("distance").GetArrayLength();

    public static IReadOnlyList<Vector> Read(string file)
    {
        string path = Repository.PathOf("tests", "Language.Tests", "Vectors", file);
        return [.. JsonDocument.Parse(File.ReadAllText(path)).RootElement.GetProperty("vectors").EnumerateArray().Select(json => new Vector(json))];
    }

    /// <summary>No tier blocks, which would number the nodes anew: tiers come from the abstract distances.</summary>
    public string ToPolicy(string order)
    {
        HashSet<int> withCpus = [.. _json.GetProperty("cpuNodes").EnumerateArray().Select(node => node.GetInt32())];
        StringBuilder text = new("topology T\n{\n");
        for (int node = 0; node < Nodes; node++)
        {
            string distance = _json.TryGetProperty("tier", out JsonElement tiers)
                ? string.Create(CultureInfo.InvariantCulture, $" adistance {tiers[node].GetInt32() * 128};")
                : "";
            text.Append(CultureInfo.InvariantCulture, $"    node N{node} : {(withCpus.Contains(node) ? "dram" : "cxl")} {{ capacity 1GiB;{(withCpus.Contains(node) ? " cpus;" : "")}{distance} }}\n");
        }

        text.Append("    distance\n    {\n");
        text.Append(string.Concat(Enumerable.Range(0, Nodes).Select(node => FormattableString.Invariant($" N{node}")))).Append('\n');
        for (int node = 0; node < Nodes; node++)
        {
            text.Append(CultureInfo.InvariantCulture, $"N{node} {string.Join(' ', _json.GetProperty("distance")[node].EnumerateArray().Select(entry => entry.GetRawText()))}\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"    }}\n}}\npolicy P on T {{ reclaim migrate; order {order}; promote * -> * when page.accesses > 1; }}\n").ToString();
    }

    /// <summary>A list a node; a single number a node counts as a list of it, and -1 as none. Null where the vector does not say.</summary>
    public int[][]? Lists(string field) => _json.TryGetProperty(field, out JsonElement lists)
        ? [.. lists.EnumerateArray().Select(list => list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(node => node.GetInt32())]
            : new[] { list.GetInt32() }.Where(node => node >= 0).ToArray())]
        : null;
}
