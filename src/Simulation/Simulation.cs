using System.Diagnostics;
using System.Runtime.CompilerServices;
using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy.Simulation;

/// <summary>Runs a policy over accesses in virtual time: its memory is the one that programs use, with nodes that hold no bytes, and background work done inline. One thread at a time.</summary>
/// <typeparam name="TPolicy">The compiled policy.</typeparam>
internal sealed class Simulation<TPolicy> : ISimulation
    where TPolicy : struct, ITierPolicy
{
    private readonly VirtualTime _time = new();
    private readonly MachineCosts _costs;
    private readonly WorkLedger _work;
    private readonly TieredMemory<TPolicy> _memory;
    private readonly OccupancyLog _occupancy = new();
    private readonly AccessTimeLog _accessTimes = new();
    private readonly long[] _found = new long[Place.Limit];
    private readonly long[] _undelayed = new long[Place.Limit];
    private readonly Stopwatch _watch = new();
    private long _accesses;
    private long _traceBegan;
    private long _writes;
    private long _newPages;
    private uint _pages;

    public Simulation(SimulationSettings settings)
    {
        TopologyDescription topology = TPolicy.Description.Topology;
        _costs = new MachineCosts(topology);
        _work = new WorkLedger(_time, _costs, topology.Nodes.Count);
        _memory = new TieredMemory<TPolicy>(OptionsOf(settings, topology));
    }

    public PolicyDescription Policy => TPolicy.Description;

    public SimulationProgress Progress => new(_accesses, [.. _memory.Core.Nodes.Select(static node => node.Frames.InUse)], _found[Place.Store.Value], _work.InBackground);

    public void Run(TraceChunk chunk)
    {
        _watch.Start();
        if (_occupancy.IsDue(_accesses))
        {
            Sample();
        }

        if (chunk.IsFirst)
        {
            // Each trace counts its times from its own beginning, and comes after what was run before.
            _traceBegan = _time.Now;
        }

        ReadOnlySpan<NumberedAccess> accesses = chunk.Accesses.AsSpan(0, chunk.Count);
        int newPages = 0;
        for (int i = 0; i < accesses.Length; i++)
        {
            Prefetch(accesses, i);
            if (chunk.Times is not null)
            {
                _time.AdvanceTo(_traceBegan + chunk.Times[i]);
            }

            NumberedAccess access = accesses[i];
            if (access.Page == _pages)
            {
                PageFacts facts = chunk.NewPages is null ? default : chunk.NewPages[newPages++];
                _pages++;
                if (!AddPage(access.Page, facts))
                {
                    AllocateAnon(access, facts);
                    continue;
                }
            }

            Access(access);
        }

        _accesses += accesses.Length;
        _watch.Stop();
    }

    public SimulationResult Finish(string trace)
    {
        if (_accesses > 0)
        {
            Sample();
        }

        ResultBuilder builder = new(TPolicy.Description, _memory.Core, _costs, _work, _found);
        return builder.Build() with
        {
            Trace = trace,
            Accesses = _accesses,
            Writes = _writes,
            Pages = _pages,
            NewPages = _newPages,
            Nanoseconds = _time.Now,
            AccessTimes = _accessTimes.Summarize(_undelayed, _costs.Access),
            Occupancy = _occupancy.Samples,
            Seconds = _watch.Elapsed.TotalSeconds,
        };
    }

    // What is dirty is not written back at the end of a run: the program has not ended, only the trace has.
    public void Dispose() => _memory.Core.Dispose();

    private TieredMemoryOptions OptionsOf(SimulationSettings settings, TopologyDescription topology)
    {
        TieredMemoryOptions options = new()
        {
            Simulation = _work,
            TimeProvider = _time,
            Background = BackgroundWork.Inline,
            AccessSampling = 1,
            AgingPeriod = settings.AgingPeriod,
            Seed = settings.Seed,
            Reclaim = settings.Reclaim,
            SwapCapacity = settings.SwapPages * topology.PageSize,
        };
        foreach ((string node, long pages) in settings.CapacityPages)
        {
            options.Capacities[node] = checked(pages * topology.PageSize);
        }

        foreach ((string node, WatermarkDescription marks) in settings.Watermarks)
        {
            options.Watermarks[node] = marks;
        }

        return options;
    }

    /// <summary>What is known of a page that will be accessed soon comes into the caches, then its neighbours on its list: an access waits for all of them else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Prefetch(ReadOnlySpan<NumberedAccess> accesses, int at)
    {
        const int Far = 24;
        const int Near = 8;
        PageTable pages = _memory.Core.Pages;
        if (at + Far < accesses.Length && accesses[at + Far].Page is var far && far < _pages)
        {
            pages.Prefetch(far);
        }

        if (at + Near < accesses.Length && accesses[at + Near].Page is var near && near < _pages)
        {
            ref PageDescriptor descriptor = ref pages[near];
            pages.PrefetchRecord(descriptor.Previous);
            pages.PrefetchRecord(descriptor.Next);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Access(NumberedAccess access)
    {
        _writes += access.IsWrite ? 1 : 0;
        Place found = _memory.TouchAndTell(new PageId(access.Page, 1), access.IsWrite);
        _found[found.Value]++;
        long latency = _costs.Access[found.Value];
        if (_work.Waited == 0 && latency > 0)
        {
            _undelayed[found.Value]++;
            _time.Advance(latency);
        }
        else
        {
            Delayed(access.Page);
        }
    }

    /// <summary>The page came up, and is accessed where it now is.</summary>
    private void Delayed(uint page)
    {
        long latency = _costs.Access[_memory.Core.Pages[page].State.Place.Value];
        _time.Advance(latency);
        _accessTimes.Add(_work.Waited + latency);
        _work.Waited = 0;
    }

    /// <summary>Makes a file page, which is in the store; false for an anonymous one, which is made by its first access.</summary>
    private bool AddPage(uint number, PageFacts facts)
    {
        if (facts.IsAnon)
        {
            return false;
        }

        PageId page = _memory.AllocateFile(number, OptionsOf(facts));
        Debug.Assert(page == new PageId(number, 1), "Pages are made in the order of their numbers, and none is freed.");
        return true;
    }

    private void AllocateAnon(NumberedAccess access, PageFacts facts)
    {
        PageId page = _memory.Allocate(OptionsOf(facts));
        Debug.Assert(page == new PageId(access.Page, 1), "Pages are made in the order of their numbers, and none is freed.");
        _newPages++;
        _writes += access.IsWrite ? 1 : 0;
        Delayed(access.Page);
    }

    /// <summary>A domain that the policy has not is none: the trace was recorded under another one.</summary>
    private static PageOptions OptionsOf(PageFacts facts) =>
        new() { Domain = facts.Domain <= TPolicy.Description.Domains.Count ? new DomainId(facts.Domain) : default, Tag = facts.Tag };

    private void Sample()
    {
        Node[] nodes = _memory.Core.Nodes;
        long[] pages = new long[nodes.Length];
        for (int i = 0; i < pages.Length; i++)
        {
            pages[i] = nodes[i].Frames.InUse;
        }

        _occupancy.Add(new OccupancySample(_accesses, _time.Now, pages, _found[Place.Store.Value]));
    }
}
