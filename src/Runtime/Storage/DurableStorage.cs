using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy.Storage;

/// <summary>
/// Slots in a file whose pages survive the process. A page's new version goes to another slot, its record follows when the contents are safe, and only then is the old one given up:
/// whatever moment the process or the power ends at, the last version that was acknowledged is whole.
/// </summary>
internal sealed class DurableStorage : FileStorage
{
    private readonly DurableHeader _header;
    private readonly BlockDevice _device;
    private readonly PageTable _pages;
    private readonly ulong[] _domainHashes;
    private readonly Lock _lock = new();

    /// <summary>The version that holds, by page.</summary>
    private readonly Dictionary<uint, Copy> _copies = [];

    /// <summary>Slots whose records say what does not hold, since the device failed: nothing is written before they are cleared.</summary>
    private readonly HashSet<uint> _unclean = [];

    private ulong _lastId;
    private ulong _lastSequence;
    private int _unsynced;

    /// <param name="header">The shape of the file.</param>
    /// <param name="device">The file, with its header; disposed with this.</param>
    /// <param name="threadName">The name of the one thread that writes; null: whoever asks for a write does it.</param>
    /// <param name="pages">Says what the pages are that are written.</param>
    /// <param name="domainHashes">The hashes of the domains' names, by id.</param>
    public DurableStorage(DurableHeader header, BlockDevice device, string? threadName, PageTable pages, ulong[] domainHashes)
        : base(header.PageSize, header.Slots, device, threadName, header.DataOffset)
    {
        _header = header;
        _device = device;
        _pages = pages;
        _domainHashes = domainHashes;
    }

    /// <summary>Reads all records, and gives those that hold, a slot each. Before the memory is used.</summary>
    /// <exception cref="IOException">The device failed.</exception>
    public IReadOnlyList<(uint Slot, DurableRecord Record)> Recover()
    {
        const int Chunk = 4096;
        long slots = _header.Slots;
        Dictionary<ulong, (uint Slot, DurableRecord Record)> newest = [];
        byte[] buffer = new byte[Chunk * DurableRecord.Size];
        for (long start = 0; start < slots; start += Chunk)
        {
            int count = (int)Math.Min(Chunk, slots - start);
            _device.ReadExactly(buffer.AsSpan(0, count * DurableRecord.Size), DurableHeader.RecordOffset((uint)start));
            for (int i = 0; i < count; i++)
            {
                if (DurableRecord.TryRead(buffer.AsSpan(i * DurableRecord.Size, DurableRecord.Size), out DurableRecord record))
                {
                    _lastId = Math.Max(_lastId, record.Id);
                    _lastSequence = Math.Max(_lastSequence, record.Sequence);
                    if (!newest.TryGetValue(record.Id, out (uint Slot, DurableRecord Record) other) || other.Record.Sequence < record.Sequence)
                    {
                        newest[record.Id] = ((uint)(start + i), record);
                    }
                }
            }
        }

        return [.. newest.Values.Where(static found => found.Record.Kind == DurableRecordKind.Page).OrderBy(static found => found.Slot)];
    }

    /// <summary>Makes a recovered record the version that holds of a page.</summary>
    public void Adopt(uint page, uint slot, in DurableRecord record)
    {
        SetChecksum(slot, record.Checksum);
        _copies.Add(page, new Copy(record.Id, slot));
    }

    /// <summary>Whether a page has a version here.</summary>
    public bool HasCopy(uint page)
    {
        lock (_lock)
        {
            return _copies.ContainsKey(page);
        }
    }

    /// <summary>Versions that are kept here, of pages that are on the node and of pages that are not.</summary>
    public int Copies
    {
        get
        {
            lock (_lock)
            {
                return _copies.Count;
            }
        }
    }

    /// <summary>Has the file say that a page was freed; by the holder of its lock.</summary>
    /// <returns>Its slot, which is free then; null where it had none.</returns>
    /// <exception cref="IOException">The device failed; the page is as it was.</exception>
    public uint? Forget(uint page)
    {
        Copy copy;
        lock (_lock)
        {
            if (!_copies.TryGetValue(page, out copy))
            {
                return null;
            }
        }

        DurableRecord freed = new() { Kind = DurableRecordKind.Freed, Id = copy.Id, Sequence = Interlocked.Increment(ref _lastSequence) };
        WriteRecord(copy.Slot, freed);

        // The slot's next write waits until this would survive a loss of power.
        Volatile.Write(ref _unsynced, 1);
        lock (_lock)
        {
            _copies.Remove(page);
        }

        return copy.Slot;
    }

    protected override IOException? WriteBatch(IReadOnlyList<PageWrite> pages)
    {
        try
        {
            if (ClearUnclean() | Interlocked.Exchange(ref _unsynced, 0) != 0)
            {
                _device.Flush();
            }
        }
        catch (IOException error)
        {
            Volatile.Write(ref _unsynced, 1);
            return error;
        }

        IOException? failure = base.WriteBatch(pages);
        PageWrite[] written = [.. pages.Where(static page => page.IsWritten)];
        if (written.Length == 0)
        {
            return failure;
        }

        try
        {
            _device.Flush();
        }
        catch (IOException error)
        {
            // No record says anything of these slots yet.
            Array.ForEach(written, static page => page.IsWritten = false);
            return error;
        }

        try
        {
            WriteRecords(written);
            _device.Flush();
        }
        catch (IOException error)
        {
            foreach (PageWrite page in written)
            {
                page.IsWritten = false;
                lock (_lock)
                {
                    _unclean.Add(page.Frame);
                }
            }

            return error;
        }

        Commit(written);
        return failure;
    }

    /// <summary>Clears all records that must not be found any more, before anything is written that could outlive what speaks against them.</summary>
    private bool ClearUnclean()
    {
        uint[] slots;
        lock (_lock)
        {
            slots = [.. _unclean];
        }

        foreach (uint slot in slots)
        {
            ClearRecord(slot);
            lock (_lock)
            {
                _unclean.Remove(slot);
            }
        }

        return slots.Length > 0;
    }

    private void WriteRecords(PageWrite[] pages)
    {
        foreach (ArraySegment<PageWrite> run in SlotRuns.Of(pages))
        {
            byte[] records = new byte[run.Count * DurableRecord.Size];
            for (int i = 0; i < run.Count; i++)
            {
                Describe(run[i]).WriteTo(records.AsSpan(i * DurableRecord.Size, DurableRecord.Size));
            }

            _device.Write([records], DurableHeader.RecordOffset(run[0].Frame));
        }
    }

    private DurableRecord Describe(PageWrite write)
    {
        ref PageDescriptor descriptor = ref _pages[write.Page];
        PageState state = descriptor.State;
        lock (_lock)
        {
            write.DurableId = _copies.TryGetValue(write.Page, out Copy copy) ? copy.Id : ++_lastId;
        }

        return new DurableRecord(
            DurableRecordKind.Page,
            write.DurableId,
            Interlocked.Increment(ref _lastSequence),
            descriptor.StoreKey,
            descriptor.Tag,
            state.Has(PageFlags.File),
            state.IsDirty,
            _domainHashes[descriptor.Domain],
            ChecksumOf(write.Frame));
    }

    private void Commit(PageWrite[] pages)
    {
        foreach (PageWrite page in pages)
        {
            lock (_lock)
            {
                if (_copies.TryGetValue(page.Page, out Copy old))
                {
                    page.Superseded = old.Slot;
                }

                _copies[page.Page] = new Copy(page.DurableId, page.Frame);
            }

            if (page.Superseded is uint slot)
            {
                // The new one has a higher sequence; but should the page be freed, and what says so be overwritten one day, the old one must not be there any more. The next batch
                // makes that safe before it overwrites a record.
                try
                {
                    ClearRecord(slot);
                }
                catch (IOException)
                {
                    lock (_lock)
                    {
                        _unclean.Add(slot);
                    }
                }
            }
        }
    }

    private void ClearRecord(uint slot) => _device.Write([new byte[DurableRecord.Size]], DurableHeader.RecordOffset(slot));

    private void WriteRecord(uint slot, in DurableRecord record)
    {
        byte[] bytes = new byte[DurableRecord.Size];
        record.WriteTo(bytes);
        _device.Write([bytes], DurableHeader.RecordOffset(slot));
    }

    private readonly record struct Copy(ulong Id, uint Slot);
}
