using TierPolicy.Migration;
using TierPolicy.Pages;
using TierPolicy.Simulated;

namespace TierPolicy.Simulation;

/// <summary>
/// Keeps account of what the memory would read, write and copy, and has the clock go on by what that takes: all of it is done one after the other, as if by one processor. An access is charged
/// with what it waits for; the rest is work in the background.
/// </summary>
internal sealed class WorkLedger(VirtualTime time, MachineCosts costs, int nodes) : SimulatedWork
{
    private readonly long[] _demoted = new long[nodes * nodes];
    private readonly long[] _promoted = new long[nodes * nodes];
    private readonly long[] _pagedIn = new long[Place.Limit * nodes];
    private readonly long[] _left = new long[Place.Limit * nodes];
    private readonly long[] _read = new long[Place.Limit];
    private readonly long[] _written = new long[Place.Limit];

    /// <summary>Nanoseconds that the access in hand has waited; set to 0 by who begins the next.</summary>
    public long Waited { get; set; }

    /// <summary>Nanoseconds that accesses waited until there was room for their page.</summary>
    public long Stalled { get; private set; }

    /// <summary>Nanoseconds of work that no access waited for.</summary>
    public long InBackground { get; private set; }

    public long ReadFrom(Place place) => _read[place.Value];

    public long WrittenTo(Place place) => _written[place.Value];

    public long Demoted(int source, int target) => _demoted[(source * nodes) + target];

    public long Promoted(int source, int target) => _promoted[(source * nodes) + target];

    public long PagedInFrom(Place place, int node) => _pagedIn[(place.Value * nodes) + node];

    public long LeftTo(Place place, int node) => _left[(place.Value * nodes) + node];

    public override void Read(Place from)
    {
        _read[from.Value]++;
        Spend(costs.Transfer(from), isStall: false);
    }

    public override void Written(Place to)
    {
        _written[to.Value]++;
        Spend(costs.Transfer(to), isStall: true);
    }

    public override void Moved(int source, int target, MigrationReason reason)
    {
        (reason == MigrationReason.Promotion ? _promoted : _demoted)[(source * nodes) + target]++;
        Spend(costs.Copy(source, target), isStall: true);
    }

    public override void PagedIn(Place from, int node) => _pagedIn[(from.Value * nodes) + node]++;

    public override void Left(int node, Place to) => _left[(to.Value * nodes) + node]++;

    private void Spend(long nanoseconds, bool isStall)
    {
        time.Advance(nanoseconds);
        if (!IsWaitedFor)
        {
            InBackground += nanoseconds;
            return;
        }

        Waited += nanoseconds;
        Stalled += isStall ? nanoseconds : 0;
    }
}
