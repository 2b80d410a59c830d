using TierPolicy.Pages;

namespace TierPolicy.AgingAlgorithms;

/// <summary>Remembers the last pages that left, first in, first out. Grows up to its capacity as it is used. Not safe from several threads.</summary>
internal sealed class GhostList(long capacity, PageTable pages)
{
    private readonly Dictionary<PageId, int> _slots = [];
    private readonly List<Slot> _order = [];
    private int _free = -1;
    private int _newest = -1;
    private int _oldest = -1;

    /// <summary>Remembers a page, for the time being as one too many: <see cref="Trim"/> follows when the page that it makes room for has been looked for.</summary>
    public void Add(uint page)
    {
        PageId id = pages.IdOf(page);
        if (capacity == 0 || _slots.ContainsKey(id))
        {
            return;
        }

        Trim();
        int slot = _free;
        if (slot < 0)
        {
            slot = _order.Count;
            _order.Add(default);
        }
        else
        {
            _free = _order[slot].Older;
        }

        _order[slot] = new Slot(id, Newer: -1, Older: _newest);
        if (_newest >= 0)
        {
            _order[_newest] = _order[_newest] with { Newer = slot };
        }
        else
        {
            _oldest = slot;
        }

        _newest = slot;
        _slots.Add(id, slot);
    }

    /// <summary>Forgets a page; false where it was not remembered.</summary>
    public bool Remove(uint page)
    {
        if (!_slots.TryGetValue(pages.IdOf(page), out int slot))
        {
            return false;
        }

        Forget(slot);
        return true;
    }

    /// <summary>Forgets the oldest of too many.</summary>
    public void Trim()
    {
        if (_slots.Count > capacity)
        {
            Forget(_oldest);
        }
    }

    private void Forget(int slot)
    {
        (PageId page, int newer, int older) = _order[slot];
        _slots.Remove(page);
        if (newer < 0)
        {
            _newest = older;
        }
        else
        {
            _order[newer] = _order[newer] with { Older = older };
        }

        if (older < 0)
        {
            _oldest = newer;
        }
        else
        {
            _order[older] = _order[older] with { Newer = newer };
        }

        _order[slot] = new Slot(default, Newer: -1, Older: _free);
        _free = slot;
    }

    private readonly record struct Slot(PageId Page, int Newer, int Older);
}
