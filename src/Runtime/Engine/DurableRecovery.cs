using System.IO.Hashing;
using System.Text;
using TierPolicy.Nodes;
using TierPolicy.Pages;
using TierPolicy.Storage;

namespace TierPolicy.Engine;

/// <summary>Brings back the pages that durable nodes have from an earlier process.</summary>
internal static class DurableRecovery
{
    /// <summary>By this a domain is known in a file, whatever its number in the policy.</summary>
    public static ulong HashOf(string domain) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(domain));

    /// <exception cref="TieredMemoryException">A file cannot be read, or has pages of a domain that the policy has not, or does not allow there.</exception>
    public static IReadOnlyList<RecoveredPage> Recover(MemoryCore core)
    {
        List<(Node Node, uint Slot, DurableRecord Record)> found = [];
        foreach (Node node in core.Nodes.Where(static node => node.Durable is not null))
        {
            try
            {
                found.AddRange(node.Durable!.Recover().Select(record => (node, record.Slot, record.Record)));
            }
            catch (IOException error)
            {
                throw new TieredMemoryException($"The pages of durable node '{node.Name}' cannot be found: {error.Message}. Nothing in its file was changed.", error);
            }
        }

        return
        [
            .. found
                .GroupBy(static record => (record.Record.Id, Node: DurableNumbers.IsCommon(record.Record.Id) ? null : record.Node))
                .Select(Newest)
                .Where(static record => record.Record.Kind == DurableRecordKind.Page)
                .Select(record => Adopt(core, record.Node, record.Slot, in record.Record)),
        ];
    }

    /// <summary>The record that holds of a page that was found on several nodes: the process ended, or a device failed, before a version that was replaced was given up.</summary>
    private static (Node Node, uint Slot, DurableRecord Record) Newest(IEnumerable<(Node Node, uint Slot, DurableRecord Record)> records)
    {
        (Node Node, uint Slot, DurableRecord Record)[] byAge = [.. records.OrderBy(static record => record.Record.Sequence)];
        foreach ((Node node, uint slot, DurableRecord record) in byAge[..^1])
        {
            node.Durable!.Discard(slot, record.Id);
        }

        return byAge[^1];
    }

    private static RecoveredPage Adopt(MemoryCore core, Node node, uint slot, in DurableRecord record)
    {
        int domain = DomainOf(core, node, in record);
        uint page = core.Pages.Take();
        ref PageDescriptor descriptor = ref core.Pages[page];
        long now = core.Clock.Now;
        descriptor.LastAccess = now;
        descriptor.Arrived = now;
        descriptor.StoreKey = record.Key;
        descriptor.Accesses = 0;
        descriptor.Tag = record.Tag;
        descriptor.Domain = (byte)domain;
        PageFlags flags = PageFlags.Isolated | (record.IsFile ? PageFlags.File : PageFlags.None) | (record.IsDirty ? PageFlags.Dirty : PageFlags.None);
        PageState state = PageState.Create(Place.OnNode(node.Id), slot, flags);
        descriptor.Initialise(state);
        core.Domains[domain].ChargeAnyway();
        node.Durable!.Adopt(page, slot, in record);
        node.AdoptFrame(slot);
        node.AddIsolated(1);
        node.Counters.AddDirty(state.IsDirtyFile ? 1 : 0);
        core.PutBack(page);
        return new RecoveredPage(core.Pages.IdOf(page), descriptor.Kind, record.Key, new DomainId(domain), record.Tag);
    }

    private static int DomainOf(MemoryCore core, Node node, in DurableRecord record)
    {
        ulong hash = record.DomainHash;
        int domain = hash == 0 ? 0 : Array.FindIndex(core.Domains, 1, account => HashOf(account.Name) == hash);
        string found = FormattableString.Invariant($"Durable node '{node.Name}' has a page of key {record.Key} that belongs to");
        return domain < 0
            ? throw new TieredMemoryException($"{found} a domain which the policy has not. Give the policy the domain back; nothing in the file was changed.")
            : (core.Domains[domain].Nodes & (1UL << node.Id)) == 0
                ? throw new TieredMemoryException($"{found} domain '{core.Domains[domain].Name}', which may not have pages there any more. Let it; nothing in the file was changed.")
                : domain;
    }
}
