namespace TierPolicy.Language.Ordering;

/// <summary>
/// The nodes that can no longer become targets: <c>used_targets</c> of <c>__set_migration_target_nodes</c>, <c>mm/migrate.c</c> of
/// Linux 5.15 to 5.17. It is what keeps the orders in passes free of cycles: a source is never a later pass's target.
/// </summary>
internal sealed class UsedTargets(NodeScores scores)
{
    private NodeSet _used;

    public void MarkSources(NodeSet sources) => _used |= sources;

    /// <summary>Takes the best unused target for a source, -1 when there is none.</summary>
    public int TakeBest(int source)
    {
        OrderInput input = scores.Input;
        NodeSet unused = input.Online.Without(_used);
        NodeSet inPlace = unused & input.ByteAddressable;

        // The kernel knows only memory that is read in place. A file or a compressed pool comes below all of it, so it has to
        // wait until all of it is used; and from there nothing is demoted back up to memory.
        if (!inPlace.IsEmpty)
        {
            unused = input.ByteAddressable.Contains(source) ? inPlace : NodeSet.Empty;
        }

        int best = scores.Best(source, unused);
        if (best >= 0)
        {
            _used = _used.With(best);
        }

        return best;
    }

    public void GiveBack(int target) => _used = _used.Without(target);
}
