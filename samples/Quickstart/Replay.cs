using System.Diagnostics;

namespace TierPolicy.Samples.Quickstart;

/// <summary>
/// Replays a workload on a memory under one policy. A page that is first written is anonymous, one that is first read is a file page. Each page carries its number and version,
/// which are checked at every access.
/// </summary>
internal sealed class Replay<TPolicy> : IReplay, IDisposable
    where TPolicy : struct, ITierPolicy
{
    private readonly Workload _workload;
    private readonly StampedStore _store;
    private readonly TieredMemory<TPolicy> _memory;
    private readonly PageId[] _pages;
    private readonly bool[] _isFile;
    private readonly int[] _versions;
    private readonly long[] _hits;
    private readonly VirtualTime _time = new();
    private long _nanoseconds;
    private int _done;

    /// <param name="name">What the run is called.</param>
    /// <param name="workload">What to replay.</param>
    /// <param name="shares">Each node's capacity as a share of the workload's footprint.</param>
    /// <param name="settings">Where and how to run.</param>
    public Replay(string name, Workload workload, IReadOnlyDictionary<string, double> shares, ReplaySettings settings)
    {
        Name = name;
        _workload = workload;
        _pages = new PageId[workload.Pages];
        _isFile = new bool[workload.Pages];
        _versions = new int[workload.Pages];
        TopologyDescription topology = TieredMemory<TPolicy>.Policy.Topology;
        double latency = settings.Threads ? topology.Store?.LatencyNanoseconds ?? 0 : 0;
        _store = new StampedStore(workload.Pages, TimeSpan.FromMicroseconds(latency / 1000));
        TieredMemoryOptions options = new()
        {
            Store = _store,
            Background = settings.Threads ? BackgroundWork.Threads : BackgroundWork.Inline,
            TimeProvider = settings.Threads ? TimeProvider.System : _time,
            SwapPath = Path.Combine(settings.Folder, $"quickstart-{Environment.ProcessId}-{name}.swap"),
            SwapCapacity = (long)workload.Pages * topology.PageSize,
        };
        foreach (NodeDescription node in topology.Nodes)
        {
            options.Capacities[node.Name] = Math.Max(1, (long)(workload.Pages * shares[node.Name])) * topology.PageSize;
        }

        _memory = new TieredMemory<TPolicy>(options);
        _hits = new long[topology.Nodes.Count];
    }

    public string Name { get; }

    public int Total => _workload.Count;

    public int Done => Volatile.Read(ref _done);

    public long StoreReads => _store.LaterReads;

    public IReadOnlyList<NodeStatus> Nodes => _memory.Nodes;

    /// <summary>Records what the run does with its pages.</summary>
    public TraceRecording Record(string path, int sampling) => _memory.StartRecording(path, sampling);

    public RunResult Run()
    {
        Stopwatch time = Stopwatch.StartNew();
        for (int i = 0; i < _workload.Count; i++)
        {
            (int page, bool isWrite) = _workload[i];
            if (_pages[page] == default)
            {
                _isFile[page] = !isWrite;
                _pages[page] = isWrite ? _memory.Allocate() : _memory.AllocateFile(page);
            }

            if (isWrite)
            {
                Write(page);
            }
            else
            {
                Read(page);
            }

            Volatile.Write(ref _done, i + 1);
        }

        time.Stop();
        _store.RequireSound();
        RequireBalance();
        return Result(time.Elapsed.TotalSeconds);
    }

    public void Dispose() => _memory.Dispose();

    private void Read(int page)
    {
        using ReadLease lease = _memory.Read(_pages[page]);
        Verify(lease.Span, page);
        Account(page, lease.NodeId, lease.WasPagedIn);
    }

    private void Write(int page)
    {
        using WriteLease lease = _memory.Write(_pages[page]);
        Verify(lease.Span, page);
        PageStamp.Write(lease.Span, page, ++_versions[page]);
        Account(page, lease.NodeId, lease.WasPagedIn);
    }

    private void Verify(ReadOnlySpan<byte> contents, int page)
    {
        bool isUnwritten = _versions[page] == 0 && !_isFile[page];
        if (isUnwritten ? contents.ContainsAnyExcept((byte)0) : !PageStamp.Matches(contents, page, _versions[page]))
        {
            throw new ContentsMismatchException($"Run '{Name}', access {_done}: page {page} does not have the contents that were written to it last (version {_versions[page]}).");
        }
    }

    /// <summary>Counts the access, and what it costs on the machine that the policy declares.</summary>
    private void Account(int page, int node, bool wasPagedIn)
    {
        TopologyDescription topology = TieredMemory<TPolicy>.Policy.Topology;
        long? latency;
        if (wasPagedIn)
        {
            latency = _isFile[page] ? topology.Store?.LatencyNanoseconds : topology.Swap?.LatencyNanoseconds;
        }
        else
        {
            _hits[node]++;
            latency = topology.Nodes[node].LatencyNanoseconds;
        }

        _nanoseconds += latency ?? 0;
        _time.Advance(latency ?? 0);
    }

    /// <summary>On each node, once the background reclaimers have come to rest, frames taken are frames given back and frames whose page stands on a list.</summary>
    private void RequireBalance()
    {
        bool balanced = SpinWait.SpinUntil(
            () => _memory.Nodes.All(static node => node.Stat["pgalloc"] == node.Stat["pgfree"] + node.PagesInUse && node.PagesInUse == Listed(node.Stat)),
            TimeSpan.FromSeconds(10));
        if (!balanced)
        {
            throw new ContentsMismatchException($"Run '{Name}': the counters do not balance: pages were lost or counted twice.");
        }
    }

    private static long Listed(VmStat stat) => stat["nr_active_anon"] + stat["nr_inactive_anon"] + stat["nr_active_file"] + stat["nr_inactive_file"];

    private RunResult Result(double seconds)
    {
        TopologyDescription topology = TieredMemory<TPolicy>.Policy.Topology;
        VmStat stat = _memory.Stat;
        return new RunResult
        {
            Name = Name,
            Hits = [.. topology.Nodes.Select((node, id) => KeyValuePair.Create(node.Name, _hits[id]))],
            FirstReads = _store.FirstReads,
            StoreReads = _store.LaterReads,
            SwapIns = stat["pswpin"],
            Demotions = stat["pgdemote_kswapd"] + stat["pgdemote_direct"],
            Promotions = stat["pgpromote_success"],
            Mismatches = 0,
            Seconds = seconds,
            MeanAccessNanoseconds = (double)_nanoseconds / Math.Max(1, _workload.Count),
        };
    }
}
