using TierPolicy.Epochs;
using TierPolicy.Nodes;
using TierPolicy.Reclaim;

namespace TierPolicy.Engine;

/// <summary>Says why no frame could be had: which nodes have none to give, what keeps their pages there, and who keeps the frames that pages have left.</summary>
/// <param name="core">The memory.</param>
/// <param name="list">The nodes that were asked.</param>
/// <param name="domain">The page's domain.</param>
/// <param name="stillRead">Bit set of the nodes that had room, but readers on all free frames.</param>
internal readonly ref struct FullMemory<TPolicy>(MemoryCore core, ReadOnlySpan<byte> list, int domain, ulong stillRead)
    where TPolicy : struct, ITierPolicy
{
    private readonly ReadOnlySpan<byte> _list = list;

    /// <param name="obstacles">What reclaim met.</param>
    public TierFullException Describe(Obstacles obstacles)
    {
        List<string> nodes = [];
        ulong allowed = core.Domains[domain].Nodes;
        foreach (byte id in _list)
        {
            if ((allowed & (1UL << id)) != 0)
            {
                nodes.Add(Describe(core.Nodes[id]));
            }
        }

        string none = stillRead == 0 ? "every node that may give one is full" : "no node has a frame that is both free and no longer read";
        string where = nodes.Count == 0
            ? $"No node on line may hold pages of domain '{core.Domains[domain].Name}'."
            : $"No page can be allocated: {none}: {string.Join(", ", nodes)}.";
        string swap = core.Swap is null ? " There is no swap." : FormattableString.Invariant($" Swap has {core.Swap.Free} free slots{(core.Swap.Health.IsFailing ? ", and its device fails" : "")}.");
        string why = obstacles.Describe(TPolicy.Description.ReclaimRules);
        return new TierFullException($"{where}{swap}{Readers()}{(why.Length == 0 ? "" : $" Why nothing could leave: {why}.")}{OffLine()}", core.LastFailure);
    }

    private string Describe(Node node)
    {
        long anon = node.Lists.Count(PageKind.Anon, active: false) + node.Lists.Count(PageKind.Anon, active: true);
        long file = node.Lists.Count(PageKind.File, active: false) + node.Lists.Count(PageKind.File, active: true);
        return FormattableString.Invariant(
            $"{node.Name} ({node.Frames.InUse} of {node.Frames.Capacity} pages in use: {anon} anonymous, {file} file{InHand(node)}{Read(node)}{Short(node)}{(node.Frames.IsClosed ? "; it is going off line" : Kept(node))})");
    }

    private string Read(Node node) => (stillRead & (1UL << node.Id)) == 0
        ? ""
        : FormattableString.Invariant($"; {node.Frames.Retired} frames that pages have left are still read, and there are {node.Frames.Spare} to spare for that");

    private static string Short(Node node) => !node.Frames.IsShort
        ? ""
        : FormattableString.Invariant($"; the machine has memory for {node.Frames.Obtainable}: {node.Frames.WhyShort}");

    private string Readers()
    {
        if (stillRead == 0)
        {
            return "";
        }

        string who = ReaderEpochs.DescribeReaders();
        string readers = who.Length == 0
            ? " Who read the frames that are free has finished meanwhile: the same call may succeed now."
            : $" The frames that are free are still read: {who}.";
        return ReaderEpochs.AnyKeepsAllOf(core.Number)
            ? FormattableString.Invariant($"{readers} A batch that has read more than {EpochSlot.MaxListed} pages keeps every frame that a page leaves until it ends: dispose a ReadBatch before that, and begin the next.")
            : readers;
    }

    /// <summary>Pages may have nowhere to go only because of this.</summary>
    private string OffLine()
    {
        List<string> missing = [];
        foreach (Node target in core.Nodes)
        {
            bool isTarget = false;
            foreach (byte id in _list)
            {
                isTarget |= ((DemotionTable<TPolicy>.Preferred(0, id) | DemotionTable<TPolicy>.Fallback(0, id)) & (1UL << target.Id)) != 0;
            }

            if (isTarget && target.Frames.IsClosed)
            {
                missing.Add($"'{target.Name}'");
            }
        }

        return missing.Count == 0
            ? ""
            : $" Nothing can be demoted to {string.Join(", ", missing)}, off line or going there: bring it back with Online.";
    }

    private static string InHand(Node node) => node.Isolated <= 0
        ? ""
        : FormattableString.Invariant($", {node.Isolated} in the hands of others{(node.Writeback.Pages > 0 ? FormattableString.Invariant($", who write {node.Writeback.Pages} of them out") : "")}");

    private static string Kept(Node node) =>
        node.Watermarks.Min == 0 ? "" : FormattableString.Invariant($"; the min watermark keeps {node.Watermarks.Min} free");
}
