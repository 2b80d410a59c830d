using System.Runtime.InteropServices;
using TierPolicy.Engine;
using TierPolicy.Migration;
using TierPolicy.Nodes;
using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Schedules.Tests.Scheduling;

namespace TierPolicy.Schedules.Tests.Lab;

/// <summary>A small memory to race on: no threads of its own, a clock that stands still, pages full of one number.</summary>
internal sealed class RaceLab<TPolicy> : IDisposable
    where TPolicy : struct, ITierPolicy
{
    public const int Dram = 0;
    public const int Cxl = 1;
    public const int Zip = 2;

    private static readonly string SwapPath = Path.Combine(Path.GetTempPath(), $"tierpolicy-schedules-{Environment.ProcessId}.swap");

    private readonly List<(Node Node, uint Frame)> _held = [];
    private readonly Migrator _migrator;

    /// <param name="watermarks">Whether nodes keep room, so that pages move in batches; background work is then done by whoever needs it.</param>
    /// <param name="sampling">Accesses to each that is noticed.</param>
    public RaceLab(bool watermarks = false, int sampling = EpochSlots.Sampling)
    {
        TieredMemoryOptions options = new()
        {
            Store = Store,
            TimeProvider = new ManualTime(),
            Background = watermarks ? BackgroundWork.Inline : BackgroundWork.Threads,
            SwapPath = SwapPath,
            AccessSampling = sampling,
        };
        Amount page = Amount.OfBytes(watermarks ? 4096 : 0);
        foreach (NodeDescription node in TieredMemory<TPolicy>.Policy.Topology.Nodes)
        {
            options.Watermarks[node.Name] = new WatermarkDescription(page, page, page, page);
        }

        Memory = new TieredMemory<TPolicy>(options);
        _migrator = new Migrator(Core);
    }

    public TieredMemory<TPolicy> Memory { get; }

    public DictionaryStore Store { get; } = new();

    public MemoryCore Core => Memory.Core;

    /// <summary>A race on this memory; at its end all frames and pages must be accounted for, besides what <paramref name="check"/> asks.</summary>
    public Race Race(Action check, params Action[] threads) => new(this, threads, () =>
    {
        check();
        CheckBooks();
    });

    public PageId NewPage(long value, int node = Dram, bool inPlace = false)
    {
        PageId page = Memory.Allocate(new PageOptions { Node = node, InPlace = inPlace });
        Write(page, value);
        return page;
    }

    /// <summary>A file page that is up, and clean.</summary>
    public PageId NewFilePage(long key)
    {
        PageId page = Memory.AllocateFile(key);
        Read(page);
        return page;
    }

    public void Write(PageId page, long value)
    {
        using WriteLease lease = Memory.Write(page);
        Scheduler.Pause("writes");
        Contents.Fill(lease.Span, value);
    }

    /// <summary>The number that a page is full of, for as long as the lease is held.</summary>
    public long Read(PageId page)
    {
        using ReadLease lease = Memory.Read(page);
        return Look(lease.Span);
    }

    /// <summary>As <see cref="Read"/>; null where the page was freed.</summary>
    public long? TryRead(PageId page)
    {
        long? value = null;
        Unless.Freed(() => value = Read(page));
        return value;
    }

    /// <summary>The number now, which must be the same when others have gone on.</summary>
    public static long Look(ReadOnlySpan<byte> page)
    {
        long value = Contents.Of(page);
        Scheduler.Pause("reads");
        Assert.Equal(value, Contents.Of(page));
        return value;
    }

    /// <summary>Moves a page as reclaim and the promoter do.</summary>
    public bool Move(PageId page, int from, int to, MigrationReason reason)
    {
        if (!Core.TryIsolate(page.Index))
        {
            return false;
        }

        if (Core.Pages[page.Index].Generation == page.Generation && _migrator.TryMigrate(page.Index, Core.Nodes[from], Core.Nodes[to], reason, watermark: 0))
        {
            return true;
        }

        Core.PutBack(page.Index);
        return false;
    }

    /// <summary>Takes the node's frames away but for a few, though not its capacity: what a page leaves is then what the next one gets.</summary>
    public RaceLab<TPolicy> Drain(int node, int keep)
    {
        FramePool pool = Core.Nodes[node].Frames;
        List<uint> taken = [];
        while (Core.Nodes[node].TryTakeSpareFrame(out uint frame))
        {
            taken.Add(frame);
        }

        // As if they held pages, but without keeping others from theirs.
        foreach (uint frame in CollectionsMarshal.AsSpan(taken)[keep..])
        {
            pool.Lend();
            _held.Add((Core.Nodes[node], frame));
        }

        Core.Nodes[node].RetireFrames(CollectionsMarshal.AsSpan(taken)[..keep]);
        return this;
    }

    public void Dispose()
    {
        Memory.Dispose();
        File.Delete(SwapPath);
    }

    private void CheckBooks()
    {
        foreach ((Node node, uint frame) in _held)
        {
            node.RetireFrames(frame);
            node.Frames.EndLoan();
        }

        Books.Check(Core);
    }
}
