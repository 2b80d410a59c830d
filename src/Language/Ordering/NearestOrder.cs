namespace TierPolicy.Language.Ordering;

/// <summary>
/// <c>order nearest</c>: several targets a node at the same best distance, still never shared.
/// <c>__set_migration_target_nodes</c> and <c>establish_migrate_target</c>, <c>mm/migrate.c</c> of Linux 5.17. The kernel's cap of
/// 15 targets a node is an artefact of its array and is not copied.
/// </summary>
public static class NearestOrder
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
                NodeSet preferred = TakeNearest(scores, used, source);
                targets.Set(source, scores.Best(source, preferred), preferred, NodeSet.Empty);
                nextPass |= preferred;
            }

            pass = nextPass;
        }

        return targets;
    }

    private static NodeSet TakeNearest(NodeScores scores, UsedTargets used, int source)
    {
        NodeSet taken = NodeSet.Empty;
        int bestDistance = int.MaxValue;
        for (int target = used.TakeBest(source); target >= 0; target = used.TakeBest(source))
        {
            int distance = scores.Input.Distance(source, target);
            if (!taken.IsEmpty && distance > bestDistance)
            {
                // Too far for this source, but another one may still want it.
                used.GiveBack(target);
                break;
            }

            bestDistance = taken.IsEmpty ? distance : bestDistance;
            taken = taken.With(target);
        }

        return taken;
    }
}
