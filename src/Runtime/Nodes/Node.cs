using TierPolicy.AgingAlgorithms;
using TierPolicy.Counters;
using TierPolicy.Pages;
using TierPolicy.Reclaim;
using TierPolicy.Storage;

namespace TierPolicy.Nodes;

/// <summary>One pool of memory at work: its frames, where they lie, the pages on its lists, its watermarks and counters.</summary>
internal sealed class Node : IDisposable
{
    /// <summary>Protects <see cref="Lists"/>, and with them which pages are isolated. Taken after page locks, never before; nothing is waited for under it.</summary>
    public readonly Lock Lock = new();

    private readonly Watermarks _ofCapacity;
    private int _backgroundFailures;
    private int _isolated;

    public Node(int id, NodeDescription description, FramePool frames, FrameStorage storage, Watermarks watermarks, PageTable pages)
    {
        Id = id;
        Description = description;
        Frames = frames;
        Storage = storage;
        Arena = storage as ArenaStorage;
        Durable = storage as DurableStorage;
        _ofCapacity = watermarks;
        Counters = new NodeCounters(isShared: !frames.IsSimulated);
        Lists = new TwoLists(pages);
    }

    public int Id { get; }

    public NodeDescription Description { get; }

    public string Name => Description.Name;

    public bool IsByteAddressable => Arena is not null;

    public FramePool Frames { get; }

    public FrameStorage Storage { get; }

    /// <summary>The storage where pages are read in place; else null.</summary>
    public ArenaStorage? Arena { get; }

    /// <summary>The storage where pages survive the process; else null.</summary>
    public DurableStorage? Durable { get; }

    /// <summary>Frames that hold something else than the page that is on the node: copies, kept of pages that are up.</summary>
    public long Reserved => Durable is null ? 0 : Durable.Copies - (Lists.Total + Isolated);

    /// <summary>Whether its device works.</summary>
    public NodeHealth Health { get; } = new();

    /// <summary>The pages that are being written out, and who waits for that.</summary>
    public WritebackThrottle Writeback { get; } = new();

    /// <summary>The frames that are pinned.</summary>
    public FramePins Pins { get; } = new();

    /// <summary>Those of its capacity, or, while the machine has less memory for it, of what it can hold: else its reclaim would wait for room that cannot come.</summary>
    public Watermarks Watermarks => Frames.IsShort ? _ofCapacity.Within(Frames.Obtainable, Frames.Capacity) : _ofCapacity;

    /// <summary>The pages in the order in which they age; set once, before the memory is used.</summary>
    public NodeLists Lists { get; set; }

    public NodeCounters Counters { get; }

    /// <summary>Wakes the node's background reclaimer; set once, before the memory is used.</summary>
    public Action WakeBackgroundReclaim { get; set; } = static () => { };

    /// <summary>Runs of the background reclaimer in a row that freed nothing; a frame that is freed by whomever ends the row.</summary>
    public int BackgroundFailures => Volatile.Read(ref _backgroundFailures);

    /// <summary>Pages of the node that are off its lists: somebody moves or reclaims them (Linux, <c>NR_ISOLATED</c>).</summary>
    public int Isolated => Volatile.Read(ref _isolated);

    public void AddIsolated(int pages) => Interlocked.Add(ref _isolated, pages);

    public void CountBackgroundFailure() => Interlocked.Increment(ref _backgroundFailures);

    /// <summary>Takes a frame if that leaves more than the watermark says, and counts it.</summary>
    public bool TryTakeFrame(long watermark, out uint frame) => TryTakeFrame(watermark, out frame, out _);

    /// <summary>Takes a frame if that leaves more than the watermark says, and counts it.</summary>
    /// <param name="watermark">Frames to leave.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="shortage">How readers stand in the way where none was taken although there was room.</param>
    public bool TryTakeFrame(long watermark, out uint frame, out ReaderShortage shortage)
    {
        bool taken = Frames.TryTake(watermark, out frame, out shortage);
        if (taken)
        {
            Counters.Count(VmStatItem.PgAlloc);
        }

        WakeIfShort(taken, watermark);
        return taken;
    }

    /// <summary>Takes as many frames as there are above the watermark, and counts them.</summary>
    /// <param name="watermark">Frames to leave.</param>
    /// <param name="frames">Takes them.</param>
    /// <param name="backed">Whether they are to have memory; else they are places to be counted, for pages that bring theirs.</param>
    /// <returns>How many.</returns>
    public int TryTakeFrames(long watermark, Span<uint> frames, bool backed = true)
    {
        int taken = Frames.TryTake(watermark, frames, backed);
        Counters.Count(VmStatItem.PgAlloc, taken);
        WakeIfShort(taken == frames.Length, watermark);
        return taken;
    }

    /// <summary>Takes a frame for a writer's copy, beyond the capacity if it must be.</summary>
    public bool TryTakeSpareFrame(out uint frame) => TryTakeSpareFrame(out frame, out _);

    /// <summary>As the other; says also how readers stand in the way where there is none.</summary>
    public bool TryTakeSpareFrame(out uint frame, out ReaderShortage shortage)
    {
        bool taken = Frames.TryTakeSpare(out frame, out shortage);
        if (taken)
        {
            Counters.Count(VmStatItem.PgAlloc);
        }

        return taken;
    }

    /// <summary>Takes this very frame, in which a page was found, and counts it.</summary>
    public void AdoptFrame(uint frame)
    {
        Frames.Take(frame);
        Counters.Count(VmStatItem.PgAlloc);
    }

    /// <summary>A page has left its frame: the frame is free now, and used again when nobody reads it any more.</summary>
    /// <param name="before">The page's state until it left.</param>
    public void RetireFrame(PageState before)
    {
        if (Durable is not null)
        {
            // The slot stays the page's: it holds the last version that was acknowledged.
            return;
        }

        if (!before.IsPinned || Pins.Leave(before.Frame))
        {
            RetireFrames(before.Frame);
        }
    }

    /// <summary>As <see cref="RetireFrame(PageState)"/>, for frames that nobody has pinned.</summary>
    public void RetireFrames(params ReadOnlySpan<uint> frames)
    {
        // Counted first: whoever sees a frame free sees it counted.
        Counters.Count(VmStatItem.PgFree, frames.Length);
        Frames.Retire(frames);
        Volatile.Write(ref _backgroundFailures, 0);
    }

    /// <summary>As <see cref="RetireFrames"/>, for places without memory.</summary>
    public void ReturnUnbacked(ReadOnlySpan<uint> frames)
    {
        Counters.Count(VmStatItem.PgFree, frames.Length);
        Frames.ReturnUnbacked(frames);
        Volatile.Write(ref _backgroundFailures, 0);
    }

    public void Dispose() => Storage.Dispose();

    private void WakeIfShort(bool taken, long watermark)
    {
        // An allocation leaves the low watermark of each node on its list before it goes below that of any, so that this wakes all of them at about the same time
        // (Linux, wake_all_kswapds). Where min and low are the same page, being refused at min is the sign.
        Watermarks marks = Watermarks;
        bool isShort = Frames.Free < marks.Low || (!taken && watermark <= marks.Min);
        if (isShort && !marks.AreZero && !Frames.IsClosed)
        {
            WakeBackgroundReclaim();
        }
    }
}
