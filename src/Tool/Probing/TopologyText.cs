using System.Text;
using TierPolicy.Language.Formatting;
using TierPolicy.Tool.Explaining;
using TierPolicy.Tool.Kernel;
using TierPolicy.Tool.Sources;

namespace TierPolicy.Tool.Probing;

/// <summary>Writes what was found as a topology: behind each number stands where it came from.</summary>
internal static class TopologyText
{
    private const int NearestOther = 11;
    private const int FarthestOther = 254;

    public static string Write(string name, string scope, Machine machine, IReadOnlyList<ProbedNode> nodes)
    {
        StringBuilder text = new();
        text.Append($"// What this machine has, written by 'tierpolicy probe' on Linux {machine.KernelRelease}.\n");
        text.Append("// Files that are named without a folder are below /sys/devices/system/node, memory tiers in /sys/devices/virtual/memory_tiering.\n");
        text.Append(machine.HasMemoryTiers ? "// Tiers are the kernel's: nodes stand in none here, and fall into theirs by abstract distance.\n" : "// This kernel shows no memory tiers: the nodes' kinds decide.\n");
        foreach ((int node, IReadOnlyList<int> cpus) in machine.CpusWithoutMemory)
        {
            text.Append(Numbers.Culture, $"// Node {node} has the CPUs {Numbers.ShowList(cpus)} and no memory: it is left out.\n");
        }

        text.Append(scope.Length > 0 ? $"namespace {scope};\n" : "").Append($"\ntopology {name}\n{{\n");
        foreach (ProbedNode node in nodes)
        {
            AppendNode(text, node);
        }

        AppendDistances(text, [.. nodes.Where(node => node is { Numa: not null, Distances: not null })]);
        text.Append("}\n");
        return Formatter.Format("", text.ToString()) ?? throw new InvalidOperationException("What probe wrote is no policy file.");
    }

    private static void AppendNode(StringBuilder text, ProbedNode node)
    {
        text.Append(node.KindReason is { } reason ? $"// {OneLine(reason)}\n" : "");
        text.Append($"node {node.Name} : {node.Kind.ToString().ToLowerInvariant()}\n{{\n");
        Clause("capacity", FactText.Size(node.Capacity.Value), node.Capacity.Source);
        Clause("cpus", node.Cpus is { } cpus ? Numbers.ShowList(cpus.Value) : null, node.Cpus?.Source);
        Clause("numa", node.Numa?.ToString(Numbers.Culture), null);
        Clause("path", node.Path is { } path ? PolicyText.Quote(path) : null, null);
        Clause("latency", node.LatencyNanoseconds is { } latency ? FactText.Duration(latency.Value) : null, node.LatencyNanoseconds?.Source);
        Clause("bandwidth", node.BytesPerSecond is { } bandwidth ? FactText.Rate(bandwidth.Value) : null, node.BytesPerSecond?.Source);
        Clause("adistance", node.AbstractDistance?.Value.ToString(Numbers.Culture), node.AbstractDistance?.Source);
        text.Append("}\n\n");

        void Clause(string word, string? value, string? source)
        {
            if (value is not null)
            {
                text.Append($"{word} {value};{(source is null ? "" : $" // {OneLine(source)}")}\n");
            }
        }
    }

    private static void AppendDistances(StringBuilder text, IReadOnlyList<ProbedNode> nodes)
    {
        if (nodes.Count < 2)
        {
            return;
        }

        bool isAsymmetric = nodes.Any(source => nodes.Any(target => Distance(source, target) != Distance(target, source)));
        bool isClamped = nodes.Any(source => nodes.Any(target => source != target && source.Distances![target.Numa!.Value] is < NearestOther or > FarthestOther));
        text.Append("// The SLIT, nodeN/distance.\n");
        text.Append(isClamped ? Invariant($"// Some of its entries are none that the distance to another node can have: they are {NearestOther} or {FarthestOther} here.\n") : "");
        text.Append(isAsymmetric ? "// tierpolicy disable TP0112 as the firmware's distances differ with the way\n" : "");
        text.Append($"distance\n{{\n{string.Join(' ', nodes.Select(node => node.Name))}\n");
        foreach (ProbedNode source in nodes)
        {
            text.Append($"{source.Name} {string.Join(' ', nodes.Select(target => Distance(source, target).ToString(Numbers.Culture)))}\n");
        }

        text.Append("}\n");
    }

    private static int Distance(ProbedNode source, ProbedNode target)
        => source == target ? 10 : Math.Clamp(source.Distances![target.Numa!.Value], NearestOther, FarthestOther);

    /// <summary>A mount point may have a line break in its name; a comment has none.</summary>
    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Replace('\n', ' ');

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
