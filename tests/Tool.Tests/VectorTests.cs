using System.Text.Json;
using TierPolicy.Tool.Tests.Harness;

namespace TierPolicy.Tool.Tests;

/// <summary>What the kernel, and models of its older orders, came to, asked of the tool through files and JSON.</summary>
public sealed class VectorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Explain_agrees_with_linux_6_12()
    {
        IReadOnlyList<Vector> vectors = Vector.Read("kernel-6.12.json");
        Assert.Equal(70, vectors.Count);
        foreach (Vector vector in vectors)
        {
            JsonElement nodes = Explain(vector, "tiers");
            Assert.Equal(vector.Lists("preferred")!.Select(list => list.Order()), Lists(nodes, "preferred").Select(list => list.Order()));
            Assert.Equal(vector.Lists("fallback")!.Select(list => list.Order()), Lists(nodes, "fallback").Select(list => list.Order()));
            Assert.Equal(vector.Lists("fallbackOrder")!, Lists(nodes, "fallbackOrder"));
        }
    }

    [Theory]
    [InlineData("series.json", "exclusive", "exclusive", 60)]
    [InlineData("series.json", "nearest", "nearest", 60)]
    [InlineData("named.json", "exclusive", "exclusive", 20)]
    [InlineData("named.json", "nearest", "nearest", 20)]
    [InlineData("named.json", "tiers", "tiersPreferred", 20)]
    public void Explain_agrees_on_the_targets(string file, string order, string field, int count)
    {
        IReadOnlyList<Vector> vectors = Vector.Read(file);
        Assert.Equal(count, vectors.Count);
        foreach (Vector vector in vectors)
        {
            Assert.Equal(vector.Lists(field)!.Select(list => list.Order()), Lists(Explain(vector, order), "preferred").Select(list => list.Order()));
        }
    }

    [Fact]
    public void Explain_agrees_on_the_fallback_of_the_named_ones()
    {
        foreach (Vector vector in Vector.Read("named.json"))
        {
            Assert.Equal(vector.Lists("tiersFallback")!.Select(list => list.Order()), Lists(Explain(vector, "tiers"), "fallback").Select(list => list.Order()));
        }
    }

    private JsonElement Explain(Vector vector, string order)
    {
        Run run = Run.Of("explain", "--json", _folder.Write("vector.tierpolicy", vector.ToPolicy(order)));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run.ReadJson().GetProperty("policies")[0].GetProperty("nodes");
    }

    private static IEnumerable<int[]> Lists(JsonElement nodes, string field)
        => nodes.EnumerateArray().Select(node => node.GetProperty(field).EnumerateArray().Select(name => int.Parse(name.GetString()![1..], System.Globalization.CultureInfo.InvariantCulture)).ToArray());
}
