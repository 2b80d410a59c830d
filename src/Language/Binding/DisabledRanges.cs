using TierPolicy.Language.Text;

namespace TierPolicy.Language.Binding;

/// <summary>The stretches of a file in which one diagnostic is silenced, in ascending order of their beginnings.</summary>
internal sealed class DisabledRanges
{
    private readonly List<int> _starts = [];

    /// <summary>By stretch: the farthest end of it and all before it, since one may lie within another.</summary>
    private readonly List<int> _ends = [];

    public void Add(TextSpan range)
    {
        _starts.Add(range.Start);
        _ends.Add(_ends.Count == 0 ? range.End : Math.Max(range.End, _ends[_ends.Count - 1]));
    }

    public bool Contains(int position)
    {
        int found = _starts.BinarySearch(position);
        int last = found >= 0 ? found : ~found - 1;
        return last >= 0 && position < _ends[last];
    }
}
