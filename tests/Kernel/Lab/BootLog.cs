using System.Globalization;
using System.Text.RegularExpressions;
using TierPolicy.Tool.Kernel;

namespace TierPolicy.Kernel.Tests.Lab;

/// <summary>What the kernel said of its nodes; what it said last counts.</summary>
internal sealed partial class BootLog
{
    private readonly Dictionary<int, int[]> _orders = [];
    private readonly DemotionLog _targets;

    public BootLog(string console)
    {
        _targets = DemotionLog.Parse(console);
        foreach (Match match in FallbackOrder().Matches(console))
        {
            _orders[int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)] =
                [.. match.Groups[2].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(node => int.Parse(node, CultureInfo.InvariantCulture))];
        }
    }

    /// <summary>The nodes to which pages of a node are demoted first.</summary>
    public int[] Preferred(int node) => [.. _targets.Targets[node].Preferred];

    /// <summary>Those to which they are demoted where that fails.</summary>
    public int[] Fallback(int node) => [.. _targets.Targets[node].Fallback];

    /// <summary>Where memory is allocated instead, the node first.</summary>
    public int[] AllocationOrder(int node) => _orders[node];

    [GeneratedRegex(@"Fallback order for Node (\d+): ([\d ]+)")]
    private static partial Regex FallbackOrder();
}
