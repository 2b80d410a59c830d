using TierPolicy.Language.Model;
using TierPolicy.Language.Ordering;
using TierPolicy.Tool.Kernel;

namespace TierPolicy.Tool.Verifying;

/// <summary>What was found of one policy, or of a topology that no policy is on.</summary>
/// <param name="Topology">Its topology.</param>
/// <param name="Policy">The policy's name; null for none.</param>
/// <param name="Findings">What differs.</param>
internal sealed record Verification(Topology Topology, string? Policy, IReadOnlyList<Finding> Findings)
{
    /// <param name="policies">Those to look at.</param>
    /// <param name="alone">Topologies that none of them is on: they are looked at as one with <c>order tiers</c> would be.</param>
    /// <param name="files">The machine.</param>
    public static IReadOnlyList<Verification> Of(IEnumerable<Policy> policies, IEnumerable<Topology> alone, KernelFiles files)
    {
        Machine machine = Machine.Read(files);
        KernelOrder? order = KernelOrder.Of(machine, DemotionLog.TryRead(files));
        return
        [
            .. policies.Select(policy => new Verification(policy.Topology, policy.Name, Check(policy.Topology, machine, order, policy.Tables, policy.Order))),
            .. alone.Select(topology => new Verification(topology, null, Check(topology, machine, order, DemotionTableBuilder.Build(topology, DemotionOrder.Tiers, []), DemotionOrder.Tiers))),
        ];
    }

    private static Finding[] Check(Topology topology, Machine machine, KernelOrder? order, DemotionTables tables, DemotionOrder kind)
        => [.. NodeChecks.Of(topology, machine), .. new OrderChecks(topology, machine, order).Of(tables, kind)];
}
