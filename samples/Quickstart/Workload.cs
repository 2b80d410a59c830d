using TierPolicy.Traces;

namespace TierPolicy.Samples.Quickstart;

/// <summary>A trace made ready to replay: pages numbered from 0 in the order in which they first occur.</summary>
internal sealed class Workload
{
    private const uint WriteBit = 1U << 31;

    private readonly List<uint> _accesses;

    private Workload(string name, List<uint> accesses, int pages)
    {
        Name = name;
        _accesses = accesses;
        Pages = pages;
    }

    public string Name { get; }

    /// <summary>Different pages: the footprint.</summary>
    public int Pages { get; }

    public int Count => _accesses.Count;

    public (int Page, bool IsWrite) this[int access] => ((int)(_accesses[access] & ~WriteBit), (_accesses[access] & WriteBit) != 0);

    /// <exception cref="TraceFormatException">The trace is missing or malformed.</exception>
    public static Workload Load(string path)
    {
        using TraceReader reader = TraceFile.Open(path);
        Dictionary<ulong, uint> numbers = [];
        List<uint> accesses = [];
        TraceAccess[] buffer = new TraceAccess[64 * 1024];
        for (int read = reader.Read(buffer); read > 0; read = reader.Read(buffer))
        {
            foreach (TraceAccess access in buffer.AsSpan(0, read))
            {
                if (!numbers.TryGetValue(access.Page, out uint number))
                {
                    number = (uint)numbers.Count;
                    numbers.Add(access.Page, number);
                }

                accesses.Add(number | (access.IsWrite ? WriteBit : 0));
            }
        }

        return new Workload(Path.GetFileName(path), accesses, numbers.Count);
    }
}
