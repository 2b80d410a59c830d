using System.Globalization;
using TierPolicy.Language.Model;
using TierPolicy.Language.Text;

namespace TierPolicy.Generator.Emission;

/// <content>The description, from which the runtime creates a policy's memory: made once, when it is first asked for.</content>
internal static partial class PolicyEmitter
{
    private static void WriteDescription(CodeWriter writer, Policy policy)
    {
        writer.WriteGeneratedCode();
        writer.Line($"static global::TierPolicy.PolicyDescription {Contract}.Description {{ get; }} = new()");
        writer.Open();
        WriteText(writer, "Name", policy.Name);
        WriteTopology(writer, policy.Topology);
        writer.Line($"Reclaim = {Modes(policy.Reclaim)},");
        writer.Line($"Order = global::TierPolicy.DemotionOrder.{policy.Order},");
        writer.Line($"Aging = global::TierPolicy.Aging.{policy.Aging},");
        writer.Line($"Admission = global::TierPolicy.Admission.{policy.Admission},");
        WriteList(writer, "Watermarks", policy.Watermarks, marks =>
            $"new({AmountOf(marks.Min)}, {AmountOf(marks.Low)}, {AmountOf(marks.High)}{(marks.Promo is Amount promo ? ", " + AmountOf(promo) : "")})");
        WriteList(writer, "ReclaimRules", policy.ReclaimRules, rule => CSharpText.Literal(rule.Text));
        WriteList(writer, "PromoteRules", policy.PromoteRules, rule =>
            $"new({CSharpText.Literal(rule.Text)}, {CSharpText.Mask(rule.Sources)}, {CSharpText.Mask(rule.Targets)}, {OrNull(rule.LimitBytesPerSecond)})");
        WriteList(writer, "ProactiveRules", policy.ProactiveRules, rule =>
            $"new({CSharpText.Literal(rule.Text)}, {CSharpText.Mask(rule.Sources)}, {OrNull(rule.LimitBytesPerSecond)})");
        WriteList(writer, "Domains", policy.Domains, domain =>
            $"new({CSharpText.Literal(domain.Name)}, {OrNull(domain.Limit)}, {CSharpText.Mask(domain.Nodes)}, global::TierPolicy.DomainDemotion.{domain.Demotion})");
        writer.Close("};");
        writer.Line();
    }

    private static void WriteTopology(CodeWriter writer, Topology topology)
    {
        writer.Line("Topology = new()");
        writer.Open();
        WriteText(writer, "Name", topology.Name);
        WriteInteger(writer, "PageSize", topology.PageSize);
        writer.Line("Nodes =");
        writer.Line("[");
        writer.Indent();
        foreach (Node node in topology.Nodes)
        {
            WriteNode(writer, node);
        }

        writer.Outdent();
        writer.Line("],");
        WriteDistances(writer, topology);
        if (topology.Swap is Swap swap)
        {
            writer.Line($"Swap = new({CSharpText.Literal(swap.Path)}, {CSharpText.Integer(swap.Capacity)}, {OrNull(swap.LatencyNanoseconds)}, {OrNull(swap.BytesPerSecond)}),");
        }

        if (topology.Store is BackingStore store)
        {
            writer.Line($"Store = new({OrNull(store.LatencyNanoseconds)}, {OrNull(store.BytesPerSecond)}),");
        }

        writer.Close("},");
    }

    /// <summary>Writes what is known of a node; what is not is left at its default.</summary>
    private static void WriteNode(CodeWriter writer, Node node)
    {
        writer.Line("new()");
        writer.Open();
        WriteText(writer, "Name", node.Name);
        writer.Line($"Kind = global::TierPolicy.NodeKind.{node.Kind},");
        WriteInteger(writer, "Capacity", node.Capacity);
        WriteInteger(writer, "Tier", node.Tier);
        WriteFlag(writer, "HasCpus", node.HasCpus);
        if (node.Cpus.Count > 0)
        {
            writer.Line($"Cpus = [{string.Join(", ", node.Cpus.Select(cpu => CSharpText.Integer(cpu)))}],");
        }

        WriteInteger(writer, "Numa", node.Numa);
        if (node.BindPreferred)
        {
            writer.Line("Binding = global::TierPolicy.NumaBinding.Preferred,");
        }

        WriteText(writer, "Path", node.Path);
        if (node.Kind == NodeKind.Compressed)
        {
            writer.Line($"Codec = global::TierPolicy.Codec.{node.Codec},");
        }

        WriteFlag(writer, "Durable", node.Durable);
        WriteText(writer, "Endpoint", node.Endpoint);
        WriteInteger(writer, "LatencyNanoseconds", node.LatencyNanoseconds);
        WriteInteger(writer, "BytesPerSecond", node.BytesPerSecond);
        if (decimal.TryParse(node.Price?.Replace("_", ""), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal price))
        {
            writer.Line($"Price = {price.ToString(CultureInfo.InvariantCulture)}M,");
        }

        WriteInteger(writer, "AbstractDistance", node.AbstractDistance);
        WriteFlag(writer, "Hotplug", node.Hotplug);
        writer.Close("},");
    }

    private static void WriteDistances(CodeWriter writer, Topology topology)
    {
        int nodes = topology.Nodes.Count;
        writer.Line("Distances =");
        writer.Line("[");
        writer.Indent();
        for (int row = 0; row < nodes; row++)
        {
            writer.Line(string.Join(" ", Enumerable.Range(0, nodes).Select(column => CSharpText.Integer(topology.Distance(row, column)) + ",")));
        }

        writer.Outdent();
        writer.Line("],");
    }

    private static void WriteList<T>(CodeWriter writer, string property, EquatableArray<T> items, Func<T, string> item)
    {
        if (items.Count == 0)
        {
            writer.Line($"{property} = [],");
            return;
        }

        writer.Line($"{property} =");
        writer.Line("[");
        writer.Indent();
        foreach (T one in items)
        {
            writer.Line($"{item(one)},");
        }

        writer.Outdent();
        writer.Line("],");
    }

    private static void WriteText(CodeWriter writer, string property, string? value)
    {
        if (value is not null)
        {
            writer.Line($"{property} = {CSharpText.Literal(value)},");
        }
    }

    private static void WriteInteger(CodeWriter writer, string property, long? value)
    {
        if (value is long number)
        {
            writer.Line($"{property} = {CSharpText.Integer(number)},");
        }
    }

    private static void WriteFlag(CodeWriter writer, string property, bool value)
    {
        if (value)
        {
            writer.Line($"{property} = true,");
        }
    }

    private static string Modes(ReclaimModes modes)
    {
        ReclaimModes[] bits = [ReclaimModes.Zone, ReclaimModes.Write, ReclaimModes.Unmap, ReclaimModes.Migrate];
        string[] names = [.. bits.Where(bit => (modes & bit) != 0).Select(bit => $"global::TierPolicy.ReclaimMode.{bit}")];
        return names.Length == 0 ? "global::TierPolicy.ReclaimMode.None" : string.Join(" | ", names);
    }

    private static string AmountOf(Amount amount) => amount.Millionths is long share
        ? $"global::TierPolicy.Amount.OfCapacity({CSharpText.Integer(share)})"
        : $"global::TierPolicy.Amount.OfBytes({CSharpText.Integer(amount.Bytes ?? 0)})";

    private static string OrNull(long? value) => value is long number ? CSharpText.Integer(number) : "null";
}
