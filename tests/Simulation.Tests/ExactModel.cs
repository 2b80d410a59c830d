namespace TierPolicy.Simulation.Tests;

/// <summary>
/// What <c>WritesGoDown</c> says, by itself: two LRU lists, and nothing of the engine. A page that is read and leaves the upper one is dropped; a written one goes down; a third access
/// below brings it up again. Accesses are halved with each second of a clock that goes on by what accesses take.
/// </summary>
internal sealed class ExactModel(int top, int low)
{
    private const long Second = 1_000_000_000;
    private const long Copy = 100 + (4096 / 20) + 300 + (4096 / 10);

    private readonly LinkedList<Page> _top = [];
    private readonly LinkedList<Page> _low = [];
    private readonly Dictionary<uint, Page> _pages = [];
    private long _now;

    public enum Found
    {
        Store,
        Top,
        Low,
    }

    public int Demotions { get; private set; }

    public int Promotions { get; private set; }

    public int Discards { get; private set; }

    public int Writebacks { get; private set; }

    /// <summary>Where the access finds its page.</summary>
    public Found Access(uint number, bool isWrite)
    {
        _pages.TryAdd(number, new Page());
        Page page = _pages[number];
        Found found = page.List is null ? Found.Store : page.List == _top ? Found.Top : Found.Low;
        if (found == Found.Store)
        {
            MakeRoomOnTop();
            _now += 1_000;
            Put(page, _top);
        }
        else
        {
            Put(page, page.List!);
        }

        page.Accesses = Math.Min(255, page.AccessesAt(_now) + 1);
        page.LastAccess = _now;
        if (found == Found.Low && page.Accesses >= 3)
        {
            // An exchange: it leaves first, and its place below is there for the one that makes room above.
            _low.Remove(page);
            page.List = null;
            MakeRoomOnTop();
            Put(page, _top);
            _now += Copy;
            Promotions++;
        }

        page.IsDirty |= isWrite;
        _now += found == Found.Low ? 300 : 100;
        return found;
    }

    private void MakeRoomOnTop()
    {
        if (_top.Count < top)
        {
            return;
        }

        Page victim = _top.Last!.Value;
        if (!victim.IsDirty)
        {
            Drop(victim);
            return;
        }

        if (_low.Count == low)
        {
            Drop(_low.Last!.Value);
        }

        Put(victim, _low);
        _now += Copy;
        Demotions++;
    }

    private void Drop(Page page)
    {
        page.List!.Remove(page);
        page.List = null;
        Discards++;
        if (page.IsDirty)
        {
            _now += 1_000;
            Writebacks++;
            page.IsDirty = false;
        }
    }

    private static void Put(Page page, LinkedList<Page> list)
    {
        page.List?.Remove(page);
        list.AddFirst(page);
        page.List = list;
    }

    private sealed class Page
    {
        public LinkedList<Page>? List { get; set; }

        public bool IsDirty { get; set; }

        public int Accesses { get; set; }

        public long LastAccess { get; set; }

        public int AccessesAt(long now) => (now / Second) - (LastAccess / Second) is > 0 and long periods ? periods >= 8 ? 0 : Accesses >> (int)periods : Accesses;
    }
}
