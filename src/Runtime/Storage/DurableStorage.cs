using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy.Storage;

/// <summary>
/// Slots in a file whose pages survive the process. A page's new version goes to another slot, its record follows when the contents are safe, and only then is the old one given up:
/// whatever moment the process or the power ends at, the last version that was acknowledged is whole.
/// </summary>
internal sealed partial class DurableStorage : FileStorage
{
    private readonly DurableHeader _header;
    private readonly BlockDevice _device;
    private readonly PageTable _pages;
    private readonly ulong[] _domainHashes;
    private readonly DurableNumbers _numbers;
    private readonly Lock _lock = new();

    /// <summary>Held while records are cleared; <see cref="_lock"/> is taken under it.</summary>
    private readonly Lock _clearing = new();

    /// <summary>The version that holds, by page.</summary>
    private readonly Dictionary<uint, Copy> _copies = [];

    /// <summary>
    /// Slots whose records say what does not hold, since the device failed or the process ended before, and of which page: nothing is written, and the page not freed, before they
    /// are cleared.
    /// </summary>
    private readonly Dictionary<uint, ulong> _unclean = [];

    private int _unsynced;

    /// <param name="header">The shape of the file.</param>
    /// <param name="device">The file, with its header; disposed with this.</param>
    /// <param name="threadName">The name of the one thread that writes; null: whoever asks for a write does it.</param>
    /// <param name="pages">Says what the pages are that are written.</param>
    /// <param name="domainHashes">The hashes of the domains' names, by id.</param>
    /// <param name="numbers">Shared by the durable nodes of the memory.</param>
    public DurableStorage(DurableHeader header, BlockDevice device, string? threadName, PageTable pages, ulong[] domainHashes, DurableNumbers numbers)
        : base(header.PageSize, header.Slots, device, threadName, header.DataOffset)
    {
        _header = header;
        _device = device;
        _pages = pages;
        _domainHashes = domainHashes;
        _numbers = numbers;
    }

    /// <summary>Reads all records, and gives of each page the one that holds as far as this file knows, those that say that one was freed included. Before the memory is used.</summary>
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
                    _numbers.Pass(record.Sequence);
                    if (!newest.TryGetValue(record.Id, out (uint Slot, DurableRecord Record) other))
                    {
                        newest.Add(record.Id, ((uint)(start + i), record));
                    }
                    else if (other.Record.Sequence < record.Sequence)
                    {
                        newest[record.Id] = ((uint)(start + i), record);
                        Discard(other.Slot, record.Id);
                    }
                    else
                    {
                        Discard((uint)(start + i), record.Id);
                    }
                }
            }
        }

        return [.. newest.Values.OrderBy(static found => found.Slot)];
    }

    /// <summary>A record that was found does not hold, as there is a later one: it is cleared before anything is written that could outlive that one.</summary>
    public void Discard(uint slot, ulong id)
    {
        lock (_lock)
        {
            _unclean[slot] = id;
        }
    }

    /// <summary>Makes a recovered record the version that holds of a page.</summary>
    public void Adopt(uint page, uint slot, in DurableRecord record)
    {
        SetChecksum(slot, record.Checksum);
        _copies.Add(page, new Copy(record.Id, slot, record.Sequence));
        _numbers.Adopt(page, record.Id);
    }

    /// <summary>Whether a page has a version here.</summary>
    public bool HasCopy(uint page)
    {
        lock (_lock)
        {
            return _copies.ContainsKey(page);
        }
    }

    /// <summary>The sequence of a page's version here; 0 where there is none.</summary>
    public ulong SequenceOf(uint page)
    {
        lock (_lock)
        {
            return _copies.GetValueOrDefault(page).Sequence;
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

    /// <summary>Has the file say that a page was freed, or went to another node; by the holder of its lock.</summary>
    /// <returns>Its slot, which is free then; null where it had none.</returns>
    /// <exception cref="IOException">The device failed; the page is as it was.</exception>
    public uint? Forget(uint page)
    {
        Copy copy;
        bool isHere;
        lock (_lock)
        {
            isHere = _copies.TryGetValue(page, out copy);
        }

        if ((isHere ? copy.Id : _numbers.Find(page)) is not ulong id)
        {
            return null;
        }

        ClearUnclean(id);
        if (!isHere)
        {
            return null;
        }

        // In place of the version that it speaks of, and no later than that: it holds against all that are older, and not against a later one on another node.
        DurableRecord freed = new() { Kind = DurableRecordKind.Freed, Id = copy.Id, Sequence = copy.Sequence };
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
            ClearUnclean();
            if (Interlocked.Exchange(ref _unsynced, 0) != 0)
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
                Discard(page.Frame, page.DurableId);
            }

            return error;
        }

        Commit(written);
        return failure;
    }

    private readonly record struct Copy(ulong Id, uint Slot, ulong Sequence);
}
