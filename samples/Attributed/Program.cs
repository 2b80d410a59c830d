using TierPolicy;
using TierPolicy.Samples.Attributed;

Print<DramOnly>();
Print<NoDemotion>();
Print<Demotion>();

// Shows what the generator made of a policy: where the pages of each node are demoted to.
static void Print<TPolicy>()
    where TPolicy : struct, ITierPolicy
{
    PolicyDescription policy = TPolicy.Description;
    Console.WriteLine($"{policy.Name} on {policy.Topology.Name}, reclaim {policy.Reclaim}, order {policy.Order}");
    for (int node = 0; node < policy.Topology.Nodes.Count; node++)
    {
        string preferred = Names(policy, TPolicy.PreferredTargets[node]);
        string fallback = Names(policy, TPolicy.FallbackTargets[node]);
        Console.WriteLine($"  {policy.Topology.Nodes[node].Name} -> {preferred} / {fallback}");
    }

    foreach (string rule in policy.ReclaimRules.Concat(policy.PromoteRules.Select(promote => promote.Text)))
    {
        Console.WriteLine($"  {rule}");
    }
}

static string Names(PolicyDescription policy, ulong nodes)
{
    string[] names = [.. policy.Topology.Nodes.Where((_, id) => (nodes & (1UL << id)) != 0).Select(node => node.Name)];
    return names.Length == 0 ? "none" : string.Join(", ", names);
}
