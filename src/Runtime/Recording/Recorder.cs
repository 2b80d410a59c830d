using System.Numerics;
using System.Runtime.CompilerServices;
using TierPolicy.Engine;
using TierPolicy.Epochs;
using TierPolicy.Pages;
using TierPolicy.Traces;

namespace TierPolicy.Recording;

/// <summary>
/// Records accesses: each thread into a ring of its own, without locks and without waiting, and one thread from there into the file. Its memory is that of the rings.
/// </summary>
internal sealed unsafe class Recorder
{
    /// <summary>Accesses that have room in a thread's ring where all are recorded: what it does in some ten milliseconds. A sparse recording needs less.</summary>
    private const int MostRoom = 1 << 17;

    private const int LeastRoom = 1 << 14;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly Clock _clock;
    private readonly long _start;
    private readonly int _room;
    private readonly TraceWriter _trace;
    private readonly RingMerge _merge = new();
    private readonly Thread _thread;
    private readonly Action<Recorder> _onFailure;
    private readonly Lock _lock = new();
    private RecordingRing?[] _rings = [];
    private volatile bool _stopping;

    /// <param name="path">The file.</param>
    /// <param name="sampling">One access in so many is recorded.</param>
    /// <param name="seesAll">Whether every access is shown, and not only those that are noticed.</param>
    /// <param name="clock">The memory's clock.</param>
    /// <param name="pageSize">Bytes a page.</param>
    /// <param name="onFailure">Is called when the file cannot be written; what is recorded after that is for nothing.</param>
    public Recorder(string path, int sampling, bool seesAll, Clock clock, int pageSize, Action<Recorder> onFailure)
    {
        Sampling = sampling;
        SeesAll = seesAll;
        _clock = clock;
        _start = clock.Coarse;
        _onFailure = onFailure;
        _room = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(MostRoom / sampling, LeastRoom, MostRoom));
        _trace = TraceWriter.Create(path, new TraceWriterOptions
        {
            Columns = TraceColumns.All & ~TraceColumns.Size,
            PageSize = pageSize,
            Sampling = sampling,
            Quality = 1,

            // A set of all pages would grow with them.
            CountPages = false,
        });
        _thread = new Thread(Run) { IsBackground = true, Name = "tierpolicy recorder" };
        _thread.Start();
    }

    public int Sampling { get; }

    public bool SeesAll { get; }

    /// <summary>Why the file could not be written; null where it could.</summary>
    public Exception? Failure { get; private set; }

    public long Accesses => Sum(static ring => ring.Written);

    public long Dropped => Sum(static ring => ring.Dropped);

    /// <summary>Records an access, or leaves it out: one in so many is recorded.</summary>
    /// <param name="thread">The slot of the thread that makes it.</param>
    /// <param name="weight">For how many accesses this one stands, as it was chosen among them.</param>
    /// <param name="page">The page.</param>
    /// <param name="descriptor">Its descriptor.</param>
    /// <param name="write">Whether it is written.</param>
    public void Record(EpochSlot* thread, int weight, PageId page, PageDescriptor* descriptor, bool write)
    {
        RecordingRing?[] rings = Volatile.Read(ref _rings);
        RecordingRing ring = (uint)thread->Index < (uint)rings.Length && rings[thread->Index] is { } known ? known : AddRing(thread->Index);

        // With the chance of what is still to be left out.
        if (weight < Sampling && (ulong)ring.NextRandom() * (uint)Sampling >= (ulong)weight << 32)
        {
            return;
        }

        ring.Add(new TraceAccess(NumberOf(page), write)
        {
            Kind = descriptor->Kind == PageKind.File ? TracePageKind.File : TracePageKind.Anon,
            Domain = descriptor->Domain,
            Tag = descriptor->Tag,
            Time = _clock.Coarse - _start,
        });
    }

    /// <summary>Takes what is left in the rings, and ends the file. Nobody may record any more.</summary>
    public void Stop()
    {
        _stopping = true;
        _thread.Join();
    }

    /// <summary>A page that comes in the place of one that was freed is another: the place is in the low 32 bits, and how many were there before it in the upper ones.</summary>
    private static ulong NumberOf(PageId page) => ((ulong)(page.Generation - 1) << 32) | page.Index;

    private long Sum(Func<RecordingRing, long> count) => Volatile.Read(ref _rings).Sum(ring => ring is null ? 0 : count(ring));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private RecordingRing AddRing(int index)
    {
        lock (_lock)
        {
            // The slot of a thread that has ended is another's, which goes on in the same ring.
            RecordingRing?[] rings = [.. _rings, .. new RecordingRing?[Math.Max(0, index + 1 - _rings.Length)]];
            RecordingRing ring = rings[index] ??= new RecordingRing(_room);
            Volatile.Write(ref _rings, rings);
            return ring;
        }
    }

    private void Run()
    {
        try
        {
            using (_trace)
            {
                for (bool isLast = false; !isLast;)
                {
                    // Asked first: what was recorded before is in the rings by then.
                    isLast = _stopping;
                    if (_merge.Drain(Volatile.Read(ref _rings), _trace) < _room / 8 && !isLast)
                    {
                        Thread.Sleep(Pause);
                    }
                }

                _trace.Dropped = Dropped;
                _trace.Complete();
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Failure = error;
            _onFailure(this);
        }
    }
}
