using TierPolicy.Language.Model;
using TierPolicy.Language.Ordering;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Tests.Ordering;

/// <summary>Builds models without the parser, so that an order or a rule can be tested alone.</summary>
internal static class Topologies
{
    public static readonly SourceLocation Nowhere = new("test", default, 0, 0);

    public static Node Node(int id, NodeKind kind, int tier, bool cpus = false, bool hotplug = false) => new()
    {
        Id = id,
        Name = "N" + id,
        Kind = kind,
        Capacity = 1 << 20,
        Tier = tier,
        HasCpus = cpus,
        Hotplug = hotplug,
        Location = Nowhere,
    };

    public static Topology Of(IEnumerable<Node> nodes, IEnumerable<byte> distances)
    {
        EquatableArray<Node> list = nodes.ToEquatableArray();
        return new Topology
        {
            Name = "T",
            Namespace = "",
            IsInternal = false,
            PageSize = 65536,
            Nodes = list,
            Tiers = list.GroupBy(node => node.Tier).OrderBy(tier => tier.Key)
                .Select(tier => new Tier(null, Sets.Of(tier.Select(node => node.Id)).Bits)).ToEquatableArray(),
            Distances = distances.ToEquatableArray(),
            IsDeclaredInCSharp = false,
            Location = Nowhere,
        };
    }

    public static Topology Of(Vector vector) => Of(
        Enumerable.Range(0, vector.Nodes).Select(id => Node(id, NodeKind.Dram, vector.Tier?[id] ?? 0, vector.WithCpus.Contains(id))),
        vector.Distance.SelectMany(row => row));

    /// <summary>A topology with the distances that the language gives where none are written.</summary>
    public static Topology WithDefaultDistances(params Node[] nodes) => Of(
        nodes,
        from source in nodes
        from target in nodes
        select (byte)(source == target ? 10 : 20 + (20 * Math.Abs(source.Tier - target.Tier))));

    public static ReclaimRule Demote(IEnumerable<int> sources, params int[] targets) => new()
    {
        Verdict = ReclaimVerdict.Demote,
        Sources = Sets.Of(sources).Bits,
        Targets = targets.ToEquatableArray(),
        Text = "demote",
        Location = Nowhere,
    };

    /// <summary>The same topology when only some of its nodes had ever been there. Ids close up; <see cref="NodeSet"/> order keeps them apart.</summary>
    public static Topology RestrictedTo(this Topology topology, int[] ids) => Of(
        ids.Select((old, id) => topology.Nodes[old] with { Id = id, Hotplug = false }),
        from source in ids
        from target in ids
        select (byte)topology.Distance(source, target));
}
