using System.Buffers;
using TierPolicy.Runtime.Tests.Harness;

namespace TierPolicy.Runtime.Tests.Model;

/// <summary>One sequence of operations on a memory, and on the model of it.</summary>
internal sealed class ModelRun<TPolicy>(bool watermarks) : IDisposable
    where TPolicy : struct, ITierPolicy
{
    private const int MostPins = 3;

    private readonly MemoryLab<TPolicy> _lab = new(watermarks: watermarks);
    private readonly List<ModelPage> _pages = [];
    private readonly List<(long Key, long Stored)> _freedFiles = [];
    private readonly Queue<(PinnedPage Pin, long Value)> _pins = new();
    private readonly Queue<(IMemoryOwner<byte> Buffer, long Value)> _buffers = new();
    private readonly TopologyDescription _topology = TieredMemory<TPolicy>.Policy.Topology;
    private TieredMemoryPool<TPolicy>? _pool;
    private TieredArray<long, TPolicy>? _array;
    private long[] _elements = [];
    private long _lastKey;

    private TieredMemory<TPolicy> Memory => _lab.Memory;

    private bool HasDurable => _topology.Nodes.Any(static node => node.Durable);

    public void Apply(Operation what, int which, int amount)
    {
        switch (what)
        {
            case Operation.Allocate or Operation.AllocateFile:
                Allocate(what == Operation.AllocateFile, which, amount);
                return;
            case Operation.ReadMany:
                ReadMany(which, amount);
                return;
            case Operation.Unpin:
                Unpin();
                return;
            case Operation.Rent or Operation.Return:
                RentOrReturn(what == Operation.Rent, amount);
                return;
            case Operation.Array:
                UseArray(which, amount);
                return;
            case Operation.Migrate:
                Migrate(which, amount);
                return;
            case Operation.Reclaim:
                Assert.InRange(Memory.Reclaim(amount * 64L), 0, long.MaxValue);
                return;
            case Operation.Mode:
                Memory.ReclaimMode = (ReclaimMode)(amount % 16);
                Assert.Equal((ReclaimMode)(amount % 16), Memory.ReclaimMode);
                return;
            case Operation.ModeText:
                Memory.SetReclaimMode(amount % 2 == 0 ? "zone|migrate" : "15");
                Assert.Equal(amount % 2 == 0 ? ReclaimMode.Zone | ReclaimMode.Migrate : (ReclaimMode)15, Memory.ReclaimMode);
                return;
            case Operation.Offline or Operation.Online:
                Plug(what == Operation.Online, which);
                return;
            case Operation.Look:
                Look();
                return;
            case Operation.Time:
                _lab.Time.Advance(TimeSpan.FromMilliseconds(amount));
                return;
        }

        if (_pages.Count == 0)
        {
            return;
        }

        ModelPage page = _pages[which % _pages.Count];
        try
        {
            Use(page, what, amount);
        }
        catch (TierFullException) when (MayBeFull(page.Options.Domain))
        {
            // It has no effect then.
        }
    }

    /// <summary>All is as it should be, at the end.</summary>
    public void AssertSame()
    {
        _array?.Dispose();
        _array = null;
        while (_buffers.Count > 0)
        {
            RentOrReturn(rent: false, 0);
        }

        foreach (NodeDescription node in _topology.Nodes.Where(static node => node.Hotplug))
        {
            Memory.Online(IdOf(node));
        }

        // Against pages that are pinned, too.
        Assert.All(_pages, page => Assert.Equal(page.Value, _lab.Read(page.Page)));
        while (_pins.Count > 0)
        {
            Unpin();
        }

        Assert.Equal(_pages.Count, Memory.PageCount);
        _lab.AssertBalanced();
        _lab.AssertCounted();
        if (HasDurable)
        {
            AssertFoundAgain();
        }
    }

    public void Dispose()
    {
        _pool?.Dispose();
        _lab.Dispose();
    }

    private void Use(ModelPage page, Operation what, int amount)
    {
        switch (what)
        {
            case Operation.Read:
                Assert.Equal(page.Value, _lab.Read(page.Page));
                break;
            case Operation.ReadAsync:
                using (PinnedPage pin = Memory.ReadAsync(page.Page).AsTask().GetAwaiter().GetResult())
                {
                    Assert.Equal(page.Value, Contents.Of(pin.Memory.Span));
                }

                break;
            case Operation.TryCopy:
                byte[] copy = new byte[4096];
                Assert.True(!Memory.TryCopyTo(page.Page, copy) || Contents.Of(copy) == page.Value);
                break;
            case Operation.Pin:
                if (_pins.Count == MostPins)
                {
                    Unpin();
                }

                _pins.Enqueue((Memory.Pin(page.Page), page.Value));
                break;
            case Operation.Write:
                UnpinToWrite(page);
                _lab.Write(page.Page, amount);
                page.Value = amount;
                break;
            case Operation.Discard:
                UnpinToWrite(page);
                Discard(page);
                break;
            case Operation.Flush or Operation.FlushAsync:
                Flush(page, what == Operation.FlushAsync);
                break;
            case Operation.PageOut:
                Memory.PageOut([page.Page]);
                break;
            case Operation.Free:
                Free(page);
                break;
        }
    }

    private void Allocate(bool isFile, int which, int amount)
    {
        DomainId domain = new(which % (TieredMemory<TPolicy>.Policy.Domains.Count + 1));
        int node = amount % (2 * _topology.Nodes.Count);
        PageOptions options = new()
        {
            Domain = domain,
            Tag = (byte)(amount % 4),
            InPlace = amount % 5 == 0,
            Node = !isFile && node < _topology.Nodes.Count && Memory.Nodes[node].Kind is NodeKind.Dram or NodeKind.Cxl ? node : null,
            Key = ++_lastKey,
        };
        long key = options.Key;
        long value = 0;
        if (isFile)
        {
            // Now and then under a key that a page had which is freed.
            (key, value) = _freedFiles.Count > 0 && amount % 3 == 0 ? _freedFiles[^1] : (_lab.Store.NewKey(), -1);
            value = value < 0 ? _lab.Store.Stored(key) : value;
        }

        try
        {
            PageId page = isFile ? Memory.AllocateFile(key, options) : Memory.Allocate(options);
            _freedFiles.RemoveAll(file => isFile && file.Key == key);
            _pages.Add(new ModelPage { Page = page, Key = key, IsFile = isFile, Options = options, Value = value });
        }
        catch (TierFullException) when (MayBeFull(domain))
        {
        }
    }

    private void Discard(ModelPage page)
    {
        using WriteLease lease = Memory.Write(page.Page);
        Assert.Equal(page.Value, Contents.Of(lease.Span));
        Contents.Fill(lease.Span, -1);
        try
        {
            lease.Discard();
            Assert.False(page.Options.InPlace);
        }
        catch (InvalidOperationException) when (page.Options.InPlace)
        {
            page.Value = -1;
        }
    }

    /// <summary>Who writes in place waits for pins to end.</summary>
    private void UnpinToWrite(ModelPage page)
    {
        while (page.Options.InPlace && _pins.Count > 0)
        {
            Unpin();
        }
    }

    private void Flush(ModelPage page, bool asynchronously)
    {
        if (!asynchronously)
        {
            Memory.Flush(page.Page);
        }
        else if (page.IsFile)
        {
            Memory.FlushAsync(page.Page).AsTask().GetAwaiter().GetResult();
        }
        else if (HasDurable && IsDurableFor(page.Options.Domain))
        {
            Memory.FlushAsync(page.Page).AsTask().GetAwaiter().GetResult();
            page.Acknowledge();
        }

        Assert.True(!page.IsFile || _lab.Store.Stored(page.Key) == page.Value || !IsInMemory(page));
    }

    private void Free(ModelPage page)
    {
        Memory.Free(page.Page);
        _pages.Remove(page);
        if (page.IsFile)
        {
            _freedFiles.Add((page.Key, _lab.Store.Stored(page.Key)));
        }

        Assert.Throws<ArgumentException>(() => Memory.Free(page.Page));
        Assert.Throws<ArgumentException>(() => Memory.Read(page.Page).Dispose());
        Assert.Throws<ArgumentException>(() => Memory.PageOut([page.Page]));
    }

    private void ReadMany(int which, int amount)
    {
        ModelPage[] pages = [.. _pages.Skip(which % Math.Max(1, _pages.Count)).Take(amount % 6).Where(static page => !page.Options.InPlace)];
        try
        {
            using ReadBatch<TPolicy> batch = Memory.ReadMany();
            batch.Prefetch([.. pages.Select(static page => page.Page)], amount);
            foreach (ModelPage page in pages)
            {
                Assert.Equal(page.Value, Contents.Of(batch.Read(page.Page)));
            }
        }
        catch (TierFullException error) when (error.Message.Contains("still read", StringComparison.Ordinal) || pages.Any(page => MayBeFull(page.Options.Domain)))
        {
            // The batch itself may keep what frames so small a memory has.
        }
    }

    private void Migrate(int which, int amount)
    {
        PageId[] pages = [.. _pages.Skip(which % Math.Max(1, _pages.Count)).Take(1 + (amount % 5)).Select(static page => page.Page)];
        MigrationResult result = Memory.Migrate(pages, amount % _topology.Nodes.Count);
        Assert.Null(result.Error);
        Assert.InRange(result.Succeeded + result.NotMoved, 0, pages.Length);
    }

    private void Plug(bool online, int which)
    {
        NodeDescription[] nodes = [.. _topology.Nodes.Where(static node => node.Hotplug)];
        if (nodes.Length == 0)
        {
            return;
        }

        int node = IdOf(nodes[which % nodes.Length]);
        if (online)
        {
            Memory.Online(node);
        }

        Assert.Equal(online || !Memory.Offline(node).IsOffline, Memory.Nodes[node].IsOnline);
    }

    private void Look()
    {
        Assert.Equal(_pages.Count + _buffers.Count + (_array?.PageCount ?? 0), Memory.PageCount);
        Assert.Equal(Memory.Nodes.Sum(static node => node.Stat["pgalloc"]), Memory.Stat["pgalloc"]);
        Assert.True(Memory.CheckHealth().IsDegraded || Memory.Nodes.All(static node => node.IsOnline));
        Assert.All(Memory.Nodes, node => Assert.InRange(Memory.NextDemotionNode(node.Id), -1, Memory.Nodes.Count - 1));
        Assert.InRange(Memory.SwapPagesInUse, 0, Memory.PageCount);
        Assert.True(Memory.NodeReclaimEnabled || !Memory.ReclaimMode.HasFlag(ReclaimMode.Zone));
    }

    private void Unpin()
    {
        if (_pins.TryDequeue(out (PinnedPage Pin, long Value) pinned))
        {
            // Whatever was written to the page since, or if it is freed.
            Assert.Equal(pinned.Value, Contents.Of(pinned.Pin.Memory.Span));
            pinned.Pin.Dispose();
        }
    }

    private void RentOrReturn(bool rent, int amount)
    {
        if (rent && _buffers.Count < MostPins)
        {
            _pool ??= new TieredMemoryPool<TPolicy>(Memory);
            IMemoryOwner<byte> buffer = _pool.Rent(amount);
            Assert.Equal(0, Contents.Of(buffer.Memory.Span));
            Contents.Fill(buffer.Memory.Span, amount);
            _buffers.Enqueue((buffer, amount));
        }
        else if (_buffers.TryDequeue(out (IMemoryOwner<byte> Buffer, long Value) rented))
        {
            Assert.Equal(rented.Value, Contents.Of(rented.Buffer.Memory.Span));
            rented.Buffer.Dispose();
        }
    }

    private void UseArray(int which, int amount)
    {
        if (_array is null)
        {
            _elements = new long[1000 + amount];
            _array = new TieredArray<long, TPolicy>(Memory, _elements.Length);
        }

        int count = Math.Min(amount, _elements.Length - which);
        switch (amount % 6)
        {
            case 0:
                _array[which] = _elements[which] = amount;
                break;
            case 1:
                Array.Fill(_elements, amount, which, count);
                _array.CopyFrom(which, _elements.AsSpan(which, count));
                break;
            case 2:
                long[] copy = new long[count];
                _array.CopyTo(which, copy);
                Assert.True(_elements.AsSpan(which, count).SequenceEqual(copy));
                break;
            case 3:
                Assert.Equal(_elements, _array.Enumerate());
                break;
            case 4:
                using (ElementWriteLease<long> lease = _array.WritePage(which % _array.PageCount))
                {
                    Assert.Equal(_elements[which % _array.PageCount * 512], lease.Span[0]);
                    lease.Span.Fill(-1);
                    lease.Discard();
                }

                break;
            default:
                _array.Dispose();
                _array = null;
                break;
        }
    }

    /// <summary>The memory ends and is opened again: what was acknowledged is there, nothing that was freed is, and nothing is older than it was said to be.</summary>
    private void AssertFoundAgain()
    {
        _lab.Reopen();
        Dictionary<(bool, long), RecoveredPage> found = Memory.RecoveredPages.ToDictionary(static page => (page.Kind == PageKind.File, page.Key));
        foreach (ModelPage page in _pages)
        {
            Assert.True(!page.IsSafe || found.ContainsKey((page.IsFile, page.Key)));
            if (found.Remove((page.IsFile, page.Key), out RecoveredPage recovered))
            {
                Assert.Equal((page.Options.Tag, page.Options.Domain), (recovered.Tag, recovered.Domain));
                Assert.True(page.MayBeFoundWith(_lab.Read(recovered.Page)));
            }
        }

        Assert.Empty(found);
    }

    private bool IsInMemory(ModelPage page) => Memory.Core.Pages[page.Page.Index].State.Place.IsNode;

    private bool IsDurableFor(DomainId domain) => _topology.Nodes.Any(node => node.Durable && (NodesOf(domain) & (1UL << IdOf(node))) != 0);

    private ulong NodesOf(DomainId domain) => Memory.Core.Domains[domain.Value].Nodes;

    /// <summary>Only pages that must be on a node which is off line, or of which too many are pinned, find no room.</summary>
    private bool MayBeFull(DomainId domain) =>
        NodesOf(domain) != ulong.MaxValue && Memory.Nodes.Any(node => !node.IsOnline && (NodesOf(domain) & (1UL << node.Id)) != 0);

    private int IdOf(NodeDescription node) => Memory.Nodes.Single(other => other.Name == node.Name).Id;
}
