extern alias runtime;

using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;
using TierPolicy.Simulation;
using RuntimeAmount = runtime::TierPolicy.Amount;
using WatermarkDescription = runtime::TierPolicy.WatermarkDescription;

namespace TierPolicy.Tool.Simulating;

/// <summary>What the command line says otherwise than the policy: sizes of nodes, and their watermarks.</summary>
internal static class Overrides
{
    public const string Capacity = "--capacity";
    public const string Watermarks = "--watermarks";
    public const string Swap = "swap";

    private static readonly string[] Marks = ["min", "low", "high", "promo"];

    /// <summary>The settings with them, for a topology.</summary>
    /// <param name="settings">What there is else to say.</param>
    /// <param name="topology">The topology of the policy.</param>
    /// <param name="capacities">As <c>Dram=18688</c> or <c>Dram=64MiB</c>.</param>
    /// <param name="watermarks">As <c>Dram=1%,3%,6%</c>, or <c>Dram=0</c> for none.</param>
    /// <exception cref="UsageException">One names no node, or is no size.</exception>
    public static SimulationSettings Apply(SimulationSettings settings, Topology topology, IEnumerable<string> capacities, IEnumerable<string> watermarks)
    {
        foreach (string given in capacities)
        {
            (string node, string value) = Split(Capacity, given, "Dram=18688 or Dram=64MiB");
            settings = WithCapacity(settings, topology, node, value);
        }

        foreach (string given in watermarks)
        {
            (string node, string value) = Split(Watermarks, given, "Dram=1%,3%,6% or Dram=0");
            settings = WithWatermarks(settings, topology, node, value.Split(','));
        }

        return settings;
    }

    /// <summary>As <see cref="Apply"/>, for one of two policies: what names a node that only the other's topology has is left out.</summary>
    /// <exception cref="UsageException">One names a node that neither has, or is no size.</exception>
    public static SimulationSettings ApplyWhereItFits(SimulationSettings settings, Topology topology, Topology other, IEnumerable<string> capacities, IEnumerable<string> watermarks)
    {
        bool Fits(string given) => given.Split('=')[0].Trim() is var name && (HasNode(topology, name) || !HasNode(other, name));
        return Apply(settings, topology, capacities.Where(Fits), watermarks.Where(Fits));
    }

    private static bool HasNode(Topology topology, string name) => topology.Nodes.Any(node => node.Name == name) || (name == Swap && topology.Swap is not null);

    /// <exception cref="UsageException">There is no such node, or it is no size.</exception>
    public static SimulationSettings WithCapacity(SimulationSettings settings, Topology topology, string node, string value)
    {
        int pageSize = checked((int)topology.PageSize);
        if (node == Swap && topology.Swap is not null)
        {
            return settings with { SwapPages = Quantity.Pages(Capacity, value, pageSize) };
        }

        Dictionary<string, long> all = new(settings.CapacityPages, StringComparer.Ordinal) { [NodeOf(Capacity, topology, node).Name] = Quantity.Pages(Capacity, value, pageSize) };
        return settings with { CapacityPages = all };
    }

    /// <exception cref="UsageException">There is no such node, or they are no watermarks.</exception>
    public static SimulationSettings WithWatermarks(SimulationSettings settings, Topology topology, string node, IReadOnlyList<string> values)
    {
        if (values.Count is not (1 or 3 or 4) || (values.Count == 1 && values[0] != "0"))
        {
            throw new UsageException($"{Watermarks}: '{node}={string.Join(',', values)}' is not min,low,high, or those and promo, or 0 for none");
        }

        RuntimeAmount[] amounts = values.Count == 1 ? [.. Enumerable.Repeat(RuntimeAmount.OfBytes(0), 4)] : [.. values.Select(static value => AmountOf(Watermarks, value))];
        Dictionary<string, WatermarkDescription> all = new(settings.Watermarks, StringComparer.Ordinal)
        {
            [NodeOf(Watermarks, topology, node).Name] = new(amounts[0], amounts[1], amounts[2], amounts.Length > 3 ? amounts[3] : null),
        };
        return settings with { Watermarks = all };
    }

    /// <summary>One watermark otherwise; the others stay the policy's.</summary>
    /// <exception cref="UsageException">There is no such node or mark, or it is no amount.</exception>
    public static SimulationSettings WithWatermark(SimulationSettings settings, Policy policy, string node, string mark, string value)
    {
        Node found = NodeOf(Watermarks, policy.Topology, node);
        Watermarks given = policy.Watermarks[found.Id];
        WatermarkDescription marks = settings.Watermarks.GetValueOrDefault(found.Name)
            ?? new WatermarkDescription(Of(given.Min), Of(given.Low), Of(given.High), given.Promo is { } promo ? Of(promo) : null);
        RuntimeAmount amount = AmountOf(Watermarks, value);
        marks = mark switch
        {
            "min" => marks with { Min = amount },
            "low" => marks with { Low = amount },
            "high" => marks with { High = amount },
            "promo" => marks with { Promo = amount },
            _ => throw new UsageException($"'{mark}' is no watermark: there are {string.Join(", ", Marks)}"),
        };
        return settings with { Watermarks = new Dictionary<string, WatermarkDescription>(settings.Watermarks, StringComparer.Ordinal) { [found.Name] = marks } };
    }

    /// <exception cref="UsageException">There is none of that name.</exception>
    public static Node NodeOf(string option, Topology topology, string name) => topology.Nodes.FirstOrDefault(node => node.Name == name)
        ?? throw new UsageException($"{option}: topology '{topology.Name}' has no node '{name}'; it has {string.Join(", ", topology.Nodes.Select(static node => node.Name))}");

    /// <summary>The two sides of <c>NAME=VALUE</c>.</summary>
    /// <exception cref="UsageException">There is no such pair.</exception>
    public static (string Name, string Value) Split(string option, string given, string example)
    {
        int sign = given.IndexOf('=', StringComparison.Ordinal);
        return sign > 0 && sign < given.Length - 1 ? (given[..sign].Trim(), given[(sign + 1)..].Trim()) : throw new UsageException($"{option}: '{given}' is not of the form {example}");
    }

    private static RuntimeAmount AmountOf(string option, string text)
    {
        NumberSyntax number = Quantity.Parse(option, text.Trim());
        return number.Kind switch
        {
            NumberKind.Percent => RuntimeAmount.OfCapacity(number.Value),
            NumberKind.Size => RuntimeAmount.OfBytes(number.Value),
            NumberKind.Integer when number.Value == 0 => RuntimeAmount.OfBytes(0),
            _ => throw new UsageException($"{option}: '{text}' is neither a share, as 3%, nor a size, nor 0"),
        };
    }

    private static RuntimeAmount Of(Amount amount) => amount.Millionths is long share ? RuntimeAmount.OfCapacity(share) : RuntimeAmount.OfBytes(amount.Bytes ?? 0);
}
