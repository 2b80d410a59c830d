using System.Globalization;
using TierPolicy.Language.Syntax;
using TierPolicy.Simulation;
using TierPolicy.Tool.Simulating;

namespace TierPolicy.Tool.Testing;

/// <summary>Something that <c>expect trace</c> can ask about, under the name that <c>simulate --json</c> gives it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Unit">What it is compared with.</param>
/// <param name="Of">What a run came to; null where that has none.</param>
internal sealed record TraceMetric(string Name, TraceMetric.Measure Unit, Func<SimulationResult, decimal?> Of)
{
    private const decimal Million = 1_000_000;

    private static readonly TraceMetric[] Simple =
    [
        Count("accesses", static run => run.Accesses),
        Count("writes", static run => run.Writes),
        Count("pages", static run => run.Pages),
        Count("hits", static run => run.Nodes.Sum(static node => node.Hits)),
        Count("misses", static run => run.StoreReads + run.SwapReads + run.NewPages),
        Count("store_reads", static run => run.StoreReads),
        Count("swap_reads", static run => run.SwapReads),
        Count("new_pages", static run => run.NewPages),
        Count("demotions", static run => run.Demotions),
        Count("promotions", static run => run.Promotions),
        Count("ping_pong", static run => run.PingPong),
        Count("discards", static run => run.Discards),
        Count("writebacks", static run => run.Writebacks),
        Count("swap_writes", static run => run.SwapWrites),
        Count("stalls", static run => run.Stalls),
        Bytes("swap_bytes", static run => run.SwapWrites * run.PageSize),
        Bytes("writeback_bytes", static run => run.Writebacks * run.PageSize),
        Time("mean", static run => run.AccessTimes.Mean),
        Time("p50", static run => run.AccessTimes.P50),
        Time("p99", static run => run.AccessTimes.P99),
        Time("p999", static run => run.AccessTimes.P999),
        Time("max", static run => run.AccessTimes.Max),
        Time("ns_an_access", static run => run.NanosecondsAnAccess),
        Time("stall_ns", static run => run.StallNanoseconds),
        Time("background_ns", static run => run.BackgroundNanoseconds),
        new("cost_per_hour", Measure.Price, static run => run.CostPerHour),
    ];

    private static readonly (string Name, Func<NodeResult, long> Of)[] OfNodes =
    [
        ("hits", static node => node.Hits),
        ("demotions", static node => node.Demotions),
        ("promotions", static node => node.Promotions),
        ("discards", static node => node.Discards),
        ("stalls", static node => node.Stalls),
        ("pages_in_use", static node => node.PagesInUse),
    ];

    /// <summary>The metric of a name; of one node, <c>hits.Dram</c>. Null: there is none.</summary>
    public static TraceMetric? Find(string name, SimulationResult run)
    {
        if (name.Split('.') is [string what, string node])
        {
            return OfNodes.FirstOrDefault(metric => metric.Name == what).Of is { } of && run.Nodes.FirstOrDefault(found => found.Name == node) is not null
                ? Count(name, result => of(result.Nodes.First(found => found.Name == node)))
                : null;
        }

        return Simple.FirstOrDefault(metric => metric.Name == name);
    }

    /// <summary>All names, for who mistyped one.</summary>
    public static string Names => $"{string.Join(", ", Simple.Select(static metric => metric.Name))}; and of one node, as hits.Dram, {string.Join(", ", OfNodes.Select(static metric => metric.Name))}";

    /// <summary>Whether a number can be compared with it.</summary>
    public bool Takes(NumberSyntax number) => (Unit, number.Kind) is
        (Measure.Count, NumberKind.Integer or NumberKind.Percent) or (Measure.Bytes, NumberKind.Size) or (Measure.Time, NumberKind.Duration) or (Measure.Price, NumberKind.Integer or NumberKind.Decimal);

    /// <summary>What it is compared with, for a message.</summary>
    public string Kind => Unit switch
    {
        Measure.Count => "a number, or a share of the accesses as 12%",
        Measure.Bytes => "a size, as 64MiB",
        Measure.Time => "a duration, as 80us",
        _ => "a price, as 0.25",
    };

    /// <summary>Whether a comparison holds, exactly: a share is not divided, what was asked is multiplied.</summary>
    public bool Holds(SimulationResult run, BinaryOperatorKind comparison, NumberSyntax asked)
    {
        if (Of(run) is not decimal measured)
        {
            return false;
        }

        (decimal left, decimal right) = asked.Kind switch
        {
            NumberKind.Percent => (measured * Million, (decimal)asked.Value * run.Accesses),
            NumberKind.Decimal => (measured, decimal.Parse(asked.Text.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)),
            _ => (measured, asked.Value),
        };
        return comparison switch
        {
            BinaryOperatorKind.Equal => left == right,
            BinaryOperatorKind.NotEqual => left != right,
            BinaryOperatorKind.Less => left < right,
            BinaryOperatorKind.LessOrEqual => left <= right,
            BinaryOperatorKind.Greater => left > right,
            BinaryOperatorKind.GreaterOrEqual => left >= right,
            _ => throw new ArgumentOutOfRangeException(nameof(comparison)),
        };
    }

    /// <summary>What was measured, in the unit in which was asked.</summary>
    public string Show(SimulationResult run, NumberSyntax asked) => Of(run) is not decimal measured ? "unknown: no node has a price" : Unit switch
    {
        Measure.Time => Figures.Time((double)measured),
        Measure.Bytes => Figures.Bytes((double)measured),
        Measure.Price => Figures.Cost(measured),
        _ when asked.Kind == NumberKind.Percent => $"{Figures.Share((long)measured, run.Accesses)} ({Figures.Of((long)measured)} of {Figures.Of(run.Accesses)})",
        _ => Figures.Of((long)measured),
    };

    private static TraceMetric Count(string name, Func<SimulationResult, long> of) => new(name, Measure.Count, run => of(run));

    private static TraceMetric Bytes(string name, Func<SimulationResult, long> of) => new(name, Measure.Bytes, run => of(run));

    private static TraceMetric Time(string name, Func<SimulationResult, double> of) => new(name, Measure.Time, run => (decimal)of(run));

    /// <summary>What a metric is.</summary>
    internal enum Measure
    {
        /// <summary>A number of pages, accesses or events.</summary>
        Count,

        Bytes,

        /// <summary>Nanoseconds.</summary>
        Time,

        Price,
    }
}
