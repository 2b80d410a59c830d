using System.Diagnostics.Metrics;
using TierPolicy.Counters;
using TierPolicy.Engine;
using TierPolicy.Nodes;

namespace TierPolicy.Observability;

/// <summary>The metrics of one memory. All are observable: what nobody reads costs nothing.</summary>
internal sealed class MemoryMeter : IDisposable
{
    public const string Name = "TierPolicy";

    private const string PageUnit = "{page}";

    private readonly MemoryCore _core;
    private readonly KeyValuePair<string, object?>[] _own;
    private readonly Meter _meter;

    /// <param name="core">The memory.</param>
    /// <param name="policy">The name of its policy.</param>
    /// <param name="name">Its own name; null where it has none.</param>
    /// <param name="leases">How old its leases are.</param>
    /// <param name="factory">Makes the meter; null: it is its own.</param>
    public MemoryMeter(MemoryCore core, string policy, string? name, LeaseAges leases, IMeterFactory? factory)
    {
        _core = core;
        _own = name is null ? [new("policy", policy)] : [new("policy", policy), new("memory", name)];
        _meter = factory?.Create(new MeterOptions(Name)) ?? new Meter(Name);
        OfNodes("tierpolicy.node.pages.used", "Frames of the node that are taken.", static node => node.Frames.InUse);
        OfNodes("tierpolicy.node.pages.capacity", "Frames that the node has.", static node => node.Frames.Capacity);
        OfNodes("tierpolicy.node.pages.pinned", "Frames of the node that are pinned.", static node => node.Pins.Count);
        OfNodes("tierpolicy.node.pages.dirty", "File pages on the node that the store has not.", static node => node.Counters.Dirty);
        Events("tierpolicy.demotions", "Pages that reclaim demoted from the node.", "tierpolicy.reclaim.reason",
            ("background", VmStatItem.PgDemoteKswapd), ("direct", VmStatItem.PgDemoteDirect), ("proactive", VmStatItem.PgDemoteProactive));
        Events("tierpolicy.promotions", "Pages that were to be promoted.", "tierpolicy.outcome",
            ("success", VmStatItem.PgPromoteSuccess), ("failure", VmStatItem.PgPromoteFail));
        Events("tierpolicy.migrations", "Pages that were to move from the node, for any reason.", "tierpolicy.outcome",
            ("success", VmStatItem.PgMigrateSuccess), ("failure", VmStatItem.PgMigrateFail));
        Events("tierpolicy.node.vmstat", "Every counter of the node by its name in /proc/vmstat.", "tierpolicy.vmstat.name",
            [.. Enum.GetValues<VmStatItem>().Select(static item => (VmStatNames.Of(item), item))]);
        _meter.CreateObservableUpDownCounter("tierpolicy.swap.pages.used", Swap, PageUnit, "Slots of the swap that are taken.");
        _meter.CreateObservableGauge("tierpolicy.lease.age", () => LeaseAge(leases), "s", "For how long, at least, the oldest read lease is held.");
    }

    // A factory keeps its meter, and the instruments with it: those of a memory that is gone measure nothing.
    public void Dispose() => _meter.Dispose();

    private void OfNodes(string name, string description, Func<Node, long> value) =>
        _meter.CreateObservableUpDownCounter(name, () => _core.IsDisposed ? [] : _core.Nodes.Select(node => new Measurement<long>(value(node), [.. Tags(node)])), PageUnit, description);

    private void Events(string name, string description, string attribute, params (string Value, VmStatItem Item)[] items)
    {
        _meter.CreateObservableCounter(name, Measure, items.Length > 3 ? "{event}" : PageUnit, description);

        IEnumerable<Measurement<long>> Measure() => _core.IsDisposed
            ? []
            : _core.Nodes.SelectMany(node => items.Select(item => new Measurement<long>(node.Counters[item.Item], [.. Tags(node), KeyValuePair.Create<string, object?>(attribute, item.Value)])));
    }

    private IEnumerable<Measurement<long>> Swap() => _core.IsDisposed || _core.Swap is null ? [] : [new Measurement<long>(_core.Swap.InUse, _own)];

    private IEnumerable<Measurement<double>> LeaseAge(LeaseAges leases) => _core.IsDisposed ? [] : [new Measurement<double>(leases.Observe().TotalSeconds, _own)];

    private KeyValuePair<string, object?>[] Tags(Node node) => [.. _own, new("node", node.Name)];
}
