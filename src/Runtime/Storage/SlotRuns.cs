using TierPolicy.Nodes;

namespace TierPolicy.Storage;

/// <summary>Sorts writes into runs of slots that lie side by side: each is one write of the device.</summary>
internal static class SlotRuns
{
    public static IEnumerable<ArraySegment<PageWrite>> Of(IReadOnlyList<PageWrite> pages)
    {
        PageWrite[] sorted = [.. pages];
        Array.Sort(sorted, static (a, b) => a.Frame.CompareTo(b.Frame));
        int start = 0;
        for (int i = 1; i <= sorted.Length; i++)
        {
            if (i == sorted.Length || sorted[i].Frame != sorted[i - 1].Frame + 1)
            {
                yield return new ArraySegment<PageWrite>(sorted, start, i - start);
                start = i;
            }
        }
    }
}
