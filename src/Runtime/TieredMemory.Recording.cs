using System.Runtime.CompilerServices;
using TierPolicy.Epochs;
using TierPolicy.Nodes;
using TierPolicy.Pages;
using TierPolicy.Recording;

namespace TierPolicy;

/// <content>Records which pages are used, for a simulation to replay.</content>
public sealed partial class TieredMemory<TPolicy>
{
    private readonly Lock _recordingLock = new();
    private Recorder? _recorder;
    private TraceRecording? _recording;

    /// <summary>
    /// Records accesses in a <c>.tptrace</c> file, which <c>tierpolicy simulate</c> runs through this policy and others: the page, whether it was written, its kind, domain and tag, and the
    /// time. Ends when what is returned is disposed of, or this memory is; only then the file is there.
    /// </summary>
    /// <remarks>
    /// No thread waits for the file: where it is not written as fast as accesses come, some are dropped, and counted. Takes 3 MiB for each thread that uses the memory, down to 400 KiB where fewer
    /// accesses are recorded. Times are those by which the memory dates accesses, on the system's clock in ticks of 4 ms; so the order of accesses within a thread is kept, and
    /// that between threads is true to some milliseconds. Which accesses are recorded is random. Where more are recorded than are noticed (<see cref="TieredMemoryOptions.AccessSampling"/>), reads take the longer way in which they are noticed.
    /// </remarks>
    /// <param name="path">The file; one that is there is replaced at the end.</param>
    /// <param name="sampling">One access in so many is recorded; 1, all of them, to 1,048,576.</param>
    /// <exception cref="ArgumentOutOfRangeException">The sampling is none.</exception>
    /// <exception cref="InvalidOperationException">This memory's accesses are being recorded already.</exception>
    /// <exception cref="IOException">No file can be made there.</exception>
    /// <exception cref="ObjectDisposedException">The memory is gone.</exception>
    /// <exception cref="UnauthorizedAccessException">No file may be made there.</exception>
    public TraceRecording StartRecording(string path, int sampling = 1)
    {
        Disposed.ThrowIf(_isDisposed, this);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(sampling, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sampling, 1 << 20);
        lock (_recordingLock)
        {
            // Asked again: whoever disposes of the memory meanwhile has ended what it found here, and would not end this.
            Disposed.ThrowIf(_isDisposed, this);
            if (_recording is not null)
            {
                throw new InvalidOperationException($"This memory is being recorded already, in '{_recording.Path}': dispose of that recording first.");
            }

            // Of reads that are plain, only those are seen that are noticed.
            bool seesAll = sampling < _sampling || _inline is not null || _sampling == 1;
            Recorder recorder = new(path, sampling, seesAll, _core.Clock, PageSize, StopShowing);
            _recording = new TraceRecording(path, recorder, Detach);
            Volatile.Write(ref _recorder, recorder);
            if (seesAll)
            {
                ReadPlainly(false);
            }

            return _recording;
        }
    }

    /// <summary>By place: where the first frame is that is read without a detour; 0 where there is none.</summary>
    internal ReadOnlySpan<nint> PlainFrames => _frameTable;

    /// <summary>Has reads of referenced pages be plain, or all take the way on which they are noticed.</summary>
    private void ReadPlainly(bool isPlain)
    {
        foreach (Node node in _core.Nodes)
        {
            _frameTable[PageState.Create(Place.OnNode(node.Id), 0, PageFlags.Referenced).PlaceAndReferenced] = isPlain ? node.Arena?.Start ?? 0 : 0;
        }
    }

    /// <summary>Nobody shows accesses to this recorder any more.</summary>
    private void StopShowing(Recorder recorder)
    {
        lock (_recordingLock)
        {
            if (_recorder == recorder)
            {
                Volatile.Write(ref _recorder, null);
                if (_sampling > 1 && _inline is null)
                {
                    ReadPlainly(true);
                }
            }
        }
    }

    private void Detach(TraceRecording recording, Recorder recorder)
    {
        StopShowing(recorder);
        lock (_recordingLock)
        {
            _recording = _recording == recording ? null : _recording;
        }
    }

    /// <summary>The memory goes: what was recorded is kept, or given up where the file cannot be written, which whoever has the recording is told when disposing of it.</summary>
    private void EndRecording()
    {
        TraceRecording? recording;
        lock (_recordingLock)
        {
            recording = _recording;
        }

        recording?.End();
    }

    // Shows an access to whoever records. The weight says for how many accesses it stands: 0 where it was not chosen.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe void Record(PageId page, PageDescriptor* descriptor, bool write, int weight)
    {
        if (_recorder is { } recorder)
        {
            Record(recorder, page, descriptor, write, weight);
        }
    }

    private unsafe void Record(PageId page, bool write) => Record(page, (PageDescriptor*)Unsafe.AsPointer(ref _core.Pages[page.Index]), write, weight: 1);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void Record(Recorder recorder, PageId page, PageDescriptor* descriptor, bool write, int weight)
    {
        weight = recorder.SeesAll ? 1 : weight;
        if (weight > 0)
        {
            recorder.Record(ReaderEpochs.ThisThread, weight, page, descriptor, write);
        }
    }
}
