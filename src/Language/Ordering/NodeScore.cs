namespace TierPolicy.Language.Ordering;

/// <summary>
/// How good a node is as a target of another, in its parts, so that an answer can be explained. Less is better: first
/// <see cref="Value"/>, then the load, then the lower id. The kernel packs the same into one number
/// (<c>find_next_best_node</c>, <c>mm/page_alloc.c</c> of Linux 6.12), in which a load never reaches the distance.
/// </summary>
/// <param name="Node">The candidate.</param>
/// <param name="Distance">The SLIT distance from the source.</param>
/// <param name="LowerIdPenalty">1 when the candidate's id is below the source's: the next node is preferred.</param>
/// <param name="CpuPenalty">1 when the candidate has CPUs (<c>PENALTY_FOR_NODE_WITH_CPUS</c>).</param>
/// <param name="Load">How often the candidate is already the first choice of others (<c>node_load</c>).</param>
public readonly record struct NodeScore(int Node, int Distance, int LowerIdPenalty, int CpuPenalty, int Load) : IComparable<NodeScore>
{
    public int Value => Distance + LowerIdPenalty + CpuPenalty;

    public int CompareTo(NodeScore other)
    {
        int byValue = Value.CompareTo(other.Value);
        if (byValue != 0)
        {
            return byValue;
        }

        int byLoad = Load.CompareTo(other.Load);
        return byLoad != 0 ? byLoad : Node.CompareTo(other.Node);
    }
}
