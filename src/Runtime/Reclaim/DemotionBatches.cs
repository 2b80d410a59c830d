namespace TierPolicy.Reclaim;

/// <summary>Pages that passed the demotion gate, set aside until the list is drained: a batch for each set of targets, since a batch has one target.</summary>
internal sealed class DemotionBatches
{
    private List<(DemotionKey Key, List<uint> Pages)>? _batches;

    public bool IsEmpty => _batches is null;

    public IEnumerable<(DemotionKey Key, List<uint> Pages)> All => _batches ?? [];

    public void Add(uint page, DemotionKey key)
    {
        _batches ??= [];
        foreach ((DemotionKey other, List<uint> pages) in _batches)
        {
            if (other == key)
            {
                pages.Add(page);
                return;
            }
        }

        _batches.Add((key, [page]));
    }
}

/// <summary>What pages of one batch have in common.</summary>
/// <param name="Targets">Bit set of the targets to try first.</param>
/// <param name="Allowed">Bit set of the nodes that rule and domain allow at all.</param>
/// <param name="Rule">The rule that decided, -1 for none.</param>
/// <param name="Set">The set of nodes on line by whose table it decided, and by which the rest is decided too. A node that has gone off line since takes no pages.</param>
internal readonly record struct DemotionKey(ulong Targets, ulong Allowed, int Rule, int Set);
