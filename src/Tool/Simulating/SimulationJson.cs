using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using TierPolicy.Simulation;

namespace TierPolicy.Tool.Simulating;

/// <summary>A result for machines: names as those of the kernel's counters, one object on one line. The same run gives the same text, <c>requests_per_second</c> apart.</summary>
internal static class SimulationJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write<T>(TextWriter writer, T value) => writer.WriteLine(JsonSerializer.Serialize(value, Options));

    /// <summary>One run.</summary>
    public static ResultJson Of(SimulationResult result) => new(
        result.Trace,
        result.Policy,
        result.Accesses,
        result.Writes,
        result.Pages,
        result.PageSize,
        [.. result.Nodes.Select(NodeOf)],
        result.StoreReads,
        result.SwapReads,
        result.NewPages,
        result.Demotions,
        result.Promotions,
        result.PingPong,
        result.Discards,
        result.Writebacks,
        result.SwapWrites,
        result.SwapWrites * result.PageSize,
        result.Writebacks * result.PageSize,
        result.Stalls,
        result.StallNanoseconds,
        result.BackgroundNanoseconds,
        result.Nanoseconds,
        result.MissRatio,
        new TimesJson(result.AccessTimes.Mean, result.AccessTimes.P50, result.AccessTimes.P99, result.AccessTimes.P999, result.AccessTimes.Max),
        result.NanosecondsAnAccess,
        result.CostPerHour,
        [.. result.Flows.Select(static flow => new FlowJson(flow.From, flow.To, flow.Reason, flow.Pages))],
        [.. result.Occupancy.Select(static sample => new SampleJson(sample.Accesses, sample.Nanoseconds, sample.PagesInUse, sample.StoreReads))],
        Math.Round(result.RequestsPerSecond));

    private static NodeJson NodeOf(NodeResult node) => new(
        node.Name,
        node.CapacityPages,
        node.Hits,
        node.Demotions,
        node.Promotions,
        node.PingPong,
        node.Discards,
        node.Writebacks,
        node.SwapWrites,
        node.Stalls,
        node.PagesInUse,
        node.LatencyNanoseconds,
        node.CostPerHour);

    public sealed record ResultJson(
        string Trace,
        string Policy,
        long Accesses,
        long Writes,
        long Pages,
        int PageSize,
        IReadOnlyList<NodeJson> Nodes,
        long StoreReads,
        long SwapReads,
        long NewPages,
        long Demotions,
        long Promotions,
        long PingPong,
        long Discards,
        long Writebacks,
        long SwapWrites,
        long SwapBytes,
        long WritebackBytes,
        long Stalls,
        long StallNs,
        long BackgroundNs,
        long Ns,
        double MissRatio,
        TimesJson AccessNs,
        double NsAnAccess,
        decimal? CostPerHour,
        IReadOnlyList<FlowJson> Flows,
        IReadOnlyList<SampleJson> Occupancy,
        double RequestsPerSecond);

    public sealed record NodeJson(
        string Name,
        long CapacityPages,
        long Hits,
        long Demotions,
        long Promotions,
        long PingPong,
        long Discards,
        long Writebacks,
        long SwapWrites,
        long Stalls,
        long PagesInUse,
        long LatencyNs,
        decimal? CostPerHour);

    public sealed record TimesJson(double Mean, long P50, long P99, long P999, long Max);

    public sealed record FlowJson(string From, string To, FlowReason Reason, long Pages);

    public sealed record SampleJson(long Accesses, long Ns, IReadOnlyList<long> PagesInUse, long StoreReads);
}
