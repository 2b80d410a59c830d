namespace TierPolicy.Language.Ordering;

/// <summary>
/// <c>order exclusive</c>: one target a node, never shared. <c>__set_migration_target_nodes</c> as in the January 2021 series
/// "Migrate Pages in lieu of discard". Where two nodes with CPUs would share a slow one, the one with the lower id gets it and
/// the other is terminal.
/// </summary>
public static class ExclusiveOrder
{
    public static DemotionTargets Compute(NodeScores scores)
    {
        DemotionTargets targets = new(scores.Input.Nodes);
        UsedTargets used = new(scores);

        // Without a node that has CPUs on line there is no first pass, and every node is terminal.
        NodeSet pass = scores.Input.WithCpus & scores.Input.Online;
        while (!pass.IsEmpty)
        {
            used.MarkSources(pass);
            NodeSet nextPass = NodeSet.Empty;
            foreach (int source in pass)
            {
                int target = used.TakeBest(source);
                if (target >= 0)
                {
                    targets.Set(source, target, NodeSet.Of(target), NodeSet.Empty);
                    nextPass = nextPass.With(target);
                }
            }

            pass = nextPass;
        }

        return targets;
    }
}
