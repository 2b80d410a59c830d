using TierPolicy.AgingAlgorithms;
using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy.Domains;

/// <summary>
/// The pages of a node, apart by domain (Linux, a <c>struct lruvec</c> for each memory cgroup and node): a domain that is at its limit finds its own pages at once, and a node that is
/// short of room takes of each domain in proportion to what it has there. Only of a policy with domains.
/// </summary>
internal sealed class ListsByDomain : NodeLists
{
    private readonly Aging _aging;
    private readonly PageTable _pages;
    private readonly long[] _capacities;
    private readonly NodeLists?[] _lists;

    // How far each domain has been scanned, in rounds over all of its pages, and whose turn it was last.
    private readonly double[] _rounds;
    private double _lastRound;

    /// <param name="aging">How the pages of each domain age.</param>
    /// <param name="pages">All pages.</param>
    /// <param name="capacities">How many pages each domain may have on the node, by id.</param>
    public ListsByDomain(Aging aging, PageTable pages, long[] capacities)
    {
        _aging = aging;
        _pages = pages;
        _capacities = capacities;
        _lists = new NodeLists?[capacities.Length];
        _rounds = new double[capacities.Length];
        _lists[0] = Create(aging, pages, capacities[0]);
    }

    public override bool FollowsAccesses => _lists[0]!.FollowsAccesses;

    public override uint Any
    {
        get
        {
            foreach (NodeLists? lists in _lists)
            {
                if (lists is not null && lists.Any is uint page and not PageTable.None)
                {
                    return page;
                }
            }

            return PageTable.None;
        }
    }

    /// <summary>The pages of one domain, null where it never had one here.</summary>
    public NodeLists? Of(int domain) => Volatile.Read(ref _lists[domain]);

    public override long Count(PageKind kind, bool active)
    {
        long count = 0;
        for (int domain = 0; domain < _lists.Length; domain++)
        {
            count += Of(domain)?.Count(kind, active) ?? 0;
        }

        return count;
    }

    public override void Add(uint page)
    {
        int domain = _pages[page].Domain;
        if (_lists[domain] is not NodeLists lists)
        {
            lists = Create(_aging, _pages, _capacities[domain]);
            Volatile.Write(ref _lists[domain], lists);
        }

        if (lists.Total == 0)
        {
            // Who comes later is not made to pay for the time before.
            _rounds[domain] = Math.Max(_rounds[domain], _lastRound);
        }

        lists.Add(page);
    }

    public override void AddKept(uint page) => _lists[_pages[page].Domain]!.AddKept(page);

    public override void Remove(uint page) => _lists[_pages[page].Domain]!.Remove(page);

    public override void OnAccess(Node node, uint page)
    {
        lock (node.Lock)
        {
            // Only now is it sure whose page it is, if it still stands here.
            PageState state = _pages[page].State;
            if (state.Place == Place.OnNode(node.Id) && !state.IsIsolated)
            {
                _lists[_pages[page].Domain]!.OnAccess(node, page);
            }
        }
    }

    public override uint FindVictim(VictimFilter filter, ref int looks) => throw new NotSupportedException("Victims are found in the lists of one domain.");

    /// <summary>
    /// The domain whose turn it is to be scanned: the one that was scanned least for its size (stride scheduling: Waldspurger and Weihl, MIT/LCS/TM-528, 1995). Each one that has pages
    /// gets its turn, and so does one that is too small for any priority's share. Under the node's lock.
    /// </summary>
    /// <returns>False where the node has no pages.</returns>
    public bool TryNext(out int domain)
    {
        domain = -1;
        for (int i = 0; i < _lists.Length; i++)
        {
            if (_lists[i] is { Total: > 0 } && (domain < 0 || _rounds[i] < _rounds[domain]))
            {
                domain = i;
            }
        }

        if (domain >= 0)
        {
            _lastRound = _rounds[domain];
        }

        return domain >= 0;
    }

    /// <summary>Counts what was scanned of a domain. Under the node's lock.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="scanned">Pages scanned.</param>
    /// <param name="of">Pages that it had then.</param>
    public void CountScanned(int domain, long scanned, long of) => _rounds[domain] += (double)scanned / Math.Max(1, of);
}
