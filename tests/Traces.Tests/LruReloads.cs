namespace TierPolicy.Traces.Tests;

/// <summary>Counts what plain LRU of some capacity would have to load again. Slow and simple.</summary>
internal static class LruReloads
{
    public static int Count(IEnumerable<TraceAccess> accesses, int capacity)
    {
        var order = new LinkedList<ulong>();
        var resident = new Dictionary<ulong, LinkedListNode<ulong>>();
        var seen = new HashSet<ulong>();
        int reloads = 0;
        foreach (TraceAccess access in accesses)
        {
            if (resident.TryGetValue(access.Page, out LinkedListNode<ulong>? node))
            {
                order.Remove(node);
                order.AddFirst(node);
                continue;
            }

            reloads += seen.Add(access.Page) ? 0 : 1;
            resident.Add(access.Page, order.AddFirst(access.Page));
            if (resident.Count > capacity)
            {
                resident.Remove(order.Last!.Value);
                order.RemoveLast();
            }
        }

        return reloads;
    }
}
