using System.Globalization;
using System.Text;

namespace TierPolicy;

/// <summary>The counters of a node, or of all nodes together, at one moment, under the names of <c>/proc/vmstat</c>.</summary>
public sealed class VmStat
{
    private readonly KeyValuePair<string, long>[] _items;

    internal VmStat(IEnumerable<KeyValuePair<string, long>> items) => _items = [.. items];

    /// <summary>All counters, in the order of <c>/proc/vmstat</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Items => _items;

    /// <summary>One counter by its name, for instance <c>pgdemote_kswapd</c>.</summary>
    /// <exception cref="ArgumentException">There is no counter of that name.</exception>
    public long this[string name]
    {
        get
        {
            foreach (KeyValuePair<string, long> item in _items)
            {
                if (item.Key == name)
                {
                    return item.Value;
                }
            }

            throw new ArgumentException($"There is no counter '{name}'. Counters are {string.Join(", ", _items.Select(static item => item.Key))}.", nameof(name));
        }
    }

    /// <summary>A line a counter, name and value parted by a space, as <c>/proc/vmstat</c> has it.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        foreach (KeyValuePair<string, long> item in _items)
        {
            text.Append(CultureInfo.InvariantCulture, $"{item.Key} {item.Value}\n");
        }

        return text.ToString();
    }

    internal static VmStat Sum(IReadOnlyList<VmStat> stats) =>
        new(stats[0]._items.Select((item, i) => KeyValuePair.Create(item.Key, stats.Sum(stat => stat._items[i].Value))));
}
