using TierPolicy.Language.Text;

namespace TierPolicy.Language.Binding;

/// <summary>The topologies of a project that have their names: those that policies can stand on.</summary>
/// <param name="Topologies">In the ordinal order of their full names.</param>
public sealed record ProjectTopologies(EquatableArray<BoundTopology> Topologies)
{
    public static ProjectTopologies Create(IEnumerable<BoundTopology> topologies, ProjectNames names, CancellationToken cancellation = default)
    {
        SortedDictionary<string, BoundTopology> named = new(StringComparer.Ordinal);
        foreach (BoundTopology topology in topologies)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!named.ContainsKey(topology.FullName) && names.Find(topology.FullName) is { IsTopology: true } owner && owner.Path == topology.Path)
            {
                named.Add(topology.FullName, topology);
            }
        }

        return new ProjectTopologies(named.Values.ToEquatableArray());
    }

    internal BoundTopology? Find(string fullName)
    {
        int first = 0;
        int last = Topologies.Count - 1;
        while (first <= last)
        {
            int middle = (first + last) / 2;
            int order = string.CompareOrdinal(Topologies[middle].FullName, fullName);
            if (order == 0)
            {
                return Topologies[middle];
            }

            (first, last) = order < 0 ? (middle + 1, last) : (first, middle - 1);
        }

        return null;
    }
}
