using TierPolicy.Engine;
using TierPolicy.Pages;

namespace TierPolicy.Runtime.Tests.Harness;

/// <summary>A memory to experiment on: inline background work, a clock that stands still, a store in memory, files in a folder of its own.</summary>
internal sealed class MemoryLab<TPolicy> : IDisposable
    where TPolicy : struct, ITierPolicy
{
    private readonly TieredMemoryOptions _options;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tierpolicy-");

    public MemoryLab(Action<TieredMemoryOptions>? configure = null, bool watermarks = false)
    {
        TieredMemoryOptions options = new()
        {
            Store = Store,
            TimeProvider = Time,
            Background = BackgroundWork.Inline,
            SwapPath = Path.Combine(_folder.FullName, "swap"),
        };

        WatermarkDescription none = new(Amount.OfBytes(0), Amount.OfBytes(0), Amount.OfBytes(0), Amount.OfBytes(0));
        WatermarkDescription some = new(Amount.OfBytes(4096), Amount.OfBytes(2 * 4096), Amount.OfBytes(4 * 4096), Amount.OfBytes(5 * 4096));
        foreach (NodeDescription node in TieredMemory<TPolicy>.Policy.Topology.Nodes)
        {
            options.Watermarks[node.Name] = watermarks ? some : none;
            if (node.Path is not null)
            {
                options.Paths[node.Name] = Path.Combine(_folder.FullName, node.Name);
            }
        }

        StableLabs.Configure(options, TieredMemory<TPolicy>.Policy.Topology);
        configure?.Invoke(options);
        _options = options;
        Memory = new TieredMemory<TPolicy>(options);
    }

    public ManualTime Time { get; } = new();

    public DictionaryStore Store { get; } = new();

    public string Folder => _folder.FullName;

    public TieredMemory<TPolicy> Memory { get; private set; }

    /// <summary>Lets so much time pass that the accesses until now promote nothing.</summary>
    public void Settle() => Time.Advance(TimeSpan.FromSeconds(10));

    /// <summary>A counter of one node.</summary>
    public long Count(string counter, int node = 0) => Memory.Nodes[node].Stat[counter];

    /// <summary>A counter of all nodes together.</summary>
    public long Total(string counter) => Memory.Stat[counter];

    /// <summary>A new anonymous page full of a number.</summary>
    public PageId NewPage(long value, byte tag = 0, DomainId domain = default, int? node = null)
    {
        PageId page = Memory.Allocate(new PageOptions { Tag = tag, Domain = domain, Node = node });
        Write(page, value);
        return page;
    }

    public PageId[] NewPages(int count, byte tag = 0, DomainId domain = default) =>
        [.. Enumerable.Range(0, count).Select(i => NewPage(i, tag, domain))];

    public void Write(PageId page, long value)
    {
        using WriteLease lease = Memory.Write(page);
        Contents.Fill(lease.Span, value);
    }

    public long Read(PageId page)
    {
        using ReadLease lease = Memory.Read(page);
        return Contents.Of(lease.Span);
    }

    /// <summary>The node from which the page is read; says also whether it had to come up.</summary>
    public (int Node, bool WasPagedIn) Whereabouts(PageId page)
    {
        using ReadLease lease = Memory.Read(page);
        return (lease.NodeId, lease.WasPagedIn);
    }

    /// <summary>At a quiet moment, with no lease open, every frame taken was given back or holds a page that stands on a list, and nobody has a page in hand.</summary>
    public void AssertBalanced()
    {
        foreach (NodeStatus node in Memory.Nodes)
        {
            Assert.Equal(node.Stat["pgalloc"], node.Stat["pgfree"] + node.PagesInUse);
            Assert.Equal(node.PagesInUse - node.PagesReserved, Listed(node));
            Assert.Equal(0, Memory.Core.Nodes[node.Id].Isolated);
        }
    }

    /// <summary>Pages on the lists of a node.</summary>
    public static long Listed(NodeStatus node) =>
        node.Stat["nr_active_anon"] + node.Stat["nr_inactive_anon"] + node.Stat["nr_active_file"] + node.Stat["nr_inactive_file"];

    /// <summary>Ends the memory, and opens it again where its files are: another process would find the same.</summary>
    public void Reopen()
    {
        Memory.Dispose();
        Memory = new TieredMemory<TPolicy>(_options);
    }

    /// <summary>At a moment at which nobody has pages in hand, the counters of what there is agree with the pages themselves.</summary>
    public void AssertCounted() => Assert.Null(Miscount());

    /// <summary>What counters say otherwise than the pages, null where they agree. Background work may have begun in between: then once more.</summary>
    public string? Miscount()
    {
        MemoryCore core = Memory.Core;
        foreach (NodeStatus node in Memory.Nodes)
        {
            long file = 0;
            long anon = 0;
            long dirty = 0;
            for (uint i = 0; i < core.Pages.Length; i++)
            {
                PageState state = core.Pages[i].State;
                if (state.Place == Place.OnNode(node.Id))
                {
                    (file, anon) = state.Kind == PageKind.File ? (file + 1, anon) : (file, anon + 1);
                    dirty += state.IsDirtyFile ? 1 : 0;
                }
            }

            (long, long, long) counted = (node.Stat["nr_active_file"] + node.Stat["nr_inactive_file"], node.Stat["nr_active_anon"] + node.Stat["nr_inactive_anon"], node.Stat["nr_dirty"]);
            if (counted != (file, anon, dirty))
            {
                return FormattableString.Invariant($"{node.Name} counts {counted} file, anonymous and dirty pages, and has {(file, anon, dirty)}.");
            }
        }

        return null;
    }

    public void Dispose()
    {
        Memory.Dispose();
        _folder.Delete(recursive: true);
    }
}
