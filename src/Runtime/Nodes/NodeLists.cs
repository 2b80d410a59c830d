using TierPolicy.Pages;

namespace TierPolicy.Nodes;

/// <summary>
/// The four lists of a node: anonymous and file pages, inactive and active (Linux, <c>struct lruvec</c>). Under the node's lock.
/// </summary>
internal sealed class NodeLists(PageTable pages)
{
    private readonly PageList[] _lists = [new(), new(), new(), new()];

    /// <summary>Pages on a list; may be read without the lock.</summary>
    public long Count(PageKind kind, bool active) => _lists[Index(kind, active)].Count;

    /// <summary>Pages on all four lists; may be read without the lock.</summary>
    public long Total => _lists[0].Count + _lists[1].Count + _lists[2].Count + _lists[3].Count;

    public uint Tail(PageKind kind, bool active) => _lists[Index(kind, active)].Tail;

    public void AddHead(uint page, PageKind kind, bool active) => _lists[Index(kind, active)].AddHead(pages, page);

    public void Remove(uint page, PageKind kind, bool active) => _lists[Index(kind, active)].Remove(pages, page);

    private static int Index(PageKind kind, bool active) => ((int)kind * 2) + (active ? 1 : 0);
}
