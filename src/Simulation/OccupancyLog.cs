namespace TierPolicy.Simulation;

/// <summary>How many pages each node holds, over a run of unknown length, in bounded memory: when there are too many samples, every second one goes, and from then on half as many are taken.</summary>
internal sealed class OccupancyLog
{
    private const int MaxSamples = 512;

    private readonly List<OccupancySample> _samples = [];
    private long _interval = TraceChunk.Length;
    private long _next;

    public IReadOnlyList<OccupancySample> Samples => _samples;

    public bool IsDue(long accesses) => accesses >= _next;

    public void Add(OccupancySample sample)
    {
        if (_samples.Count == MaxSamples)
        {
            for (int i = 1; i < _samples.Count; i++)
            {
                _samples.RemoveAt(i);
            }

            _interval *= 2;
        }

        _samples.Add(sample);
        _next = sample.Accesses + _interval;
    }
}
