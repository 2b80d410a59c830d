using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy.Storage;

/// <content>What is written of slots, and cleared.</content>
internal sealed partial class DurableStorage
{
    /// <summary>Clears records that must not be found any more, before anything is written that could outlive what speaks against them.</summary>
    /// <param name="id">Those of one page; null: all.</param>
    private void ClearUnclean(ulong? id = null)
    {
        if (Unclean(id).Length == 0)
        {
            return;
        }

        // One at a time, and asked anew: a slot that another has cleared may have the record of another page by now.
        lock (_clearing)
        {
            foreach (uint slot in Unclean(id))
            {
                ClearRecord(slot);
                Volatile.Write(ref _unsynced, 1);
                lock (_lock)
                {
                    _unclean.Remove(slot);
                }
            }
        }
    }

    private uint[] Unclean(ulong? id)
    {
        lock (_lock)
        {
            return _unclean.Count == 0 ? [] : [.. _unclean.Where(record => id is null || record.Value == id).Select(static record => record.Key)];
        }
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
            write.DurableId = _copies.TryGetValue(write.Page, out Copy copy) ? copy.Id : _numbers.IdOf(write.Page);
        }

        write.DurableSequence = _numbers.NextSequence();

        return new DurableRecord(
            DurableRecordKind.Page,
            write.DurableId,
            write.DurableSequence,
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

                _copies[page.Page] = new Copy(page.DurableId, page.Frame, page.DurableSequence);
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
                    Discard(slot, page.DurableId);
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
}
