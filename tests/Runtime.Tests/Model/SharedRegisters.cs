using System.Buffers;
using TierPolicy.Runtime.Tests.Harness;

namespace TierPolicy.Runtime.Tests.Model;

/// <summary>Pages that many threads use by every operation there is, each page checked as a <see cref="PageRegister"/>.</summary>
internal sealed class SharedRegisters<TPolicy>
    where TPolicy : struct, ITierPolicy
{
    private readonly MemoryLab<TPolicy> _lab;
    private readonly Slot[] _slots;
    private readonly int[] _domains;
    private readonly bool _isDurable;

    public SharedRegisters(MemoryLab<TPolicy> lab, int count)
    {
        _lab = lab;
        PolicyDescription policy = TieredMemory<TPolicy>.Policy;
        _isDurable = policy.Topology.Nodes.Any(static node => node.Durable);

        // Two of three pages or so in no domain; the others in those that have a limit, and where none is too small for what this does.
        _domains = [0, 0, .. Enumerable.Range(1, policy.Domains.Count).Where(domain => policy.Domains[domain - 1].Name is not ("OneNode" or "NoDisk" or "OptedOut" or "FastOnly"))];
        _slots = [.. Enumerable.Range(0, count).Select(index => new Slot { IsFile = index % 2 != 0, IsInPlace = index % 5 == 3, Domain = new DomainId(_domains[index % _domains.Length]) })];
        Array.ForEach(_slots, slot => slot.Register = New(slot, _lab.Store.NewKey(), 0));
    }

    public int Count => _slots.Length;

    /// <summary>Reads every page, at a quiet moment: nothing that was written may be lost.</summary>
    public void AssertNothingIsLost() =>
        Assert.All(_slots, slot =>
        {
            using ReadLease lease = _lab.Memory.Read(slot.Register.Page);
            Assert.Equal(slot.Register.Newest, PageRegister.VersionOf(lease.Span, slot.Id));
        });

    public void FreeAll() => Array.ForEach(_slots, slot => _lab.Memory.Free(slot.Register.Page));

    /// <summary>One operation, whichever it is.</summary>
    public void Do(Worker<TPolicy> worker)
    {
        Random random = worker.Random;

        // Skewed, so that some pages are hot and some are not.
        Slot slot = Any(random);
        int what = random.Next(1000);
        try
        {
            switch (what)
            {
                case < 420:
                    Read(slot.Register);
                    break;
                case < 470:
                    ReadMany(random);
                    break;
                case < 510:
                    TryCopy(slot.Register);
                    break;
                case < 540:
                    ReadAsync(slot.Register);
                    break;
                case < 560:
                    Pin(slot, worker);
                    break;
                case < 780:
                    Write(slot, random);
                    break;
                case < 830:
                    Flush(slot, random);
                    break;
                case < 850:
                    _lab.Memory.Migrate(Pages(random), random.Next(_lab.Memory.Nodes.Count));
                    break;
                case < 870:
                    PageOut(slot.Register);
                    break;
                case < 890:
                    _lab.Memory.Reclaim(random.Next(8) * 4096);
                    break;
                case < 930:
                    Replace(slot, random);
                    break;
                case < 950:
                    Read(slot.Previous ?? slot.Register);
                    break;
                case < 970:
                    worker.UseArray(_lab.Memory);
                    break;
                case < 985:
                    worker.UsePool(_lab.Memory);
                    break;
                default:
                    Assert.NotEmpty(_lab.Memory.Nodes);
                    Assert.True(_lab.Memory.PageCount > 0 && _lab.Memory.NextDemotionNode(0) < _lab.Memory.Nodes.Count);
                    Assert.NotNull(_lab.Memory.CheckHealth(TimeSpan.FromHours(1)));
                    break;
            }
        }
        catch (TierFullException error) when (worker.FullIsExpected || IsOfBatches(error))
        {
            worker.Full++;
        }
    }

    /// <summary>
    /// Whether batches keep all frames that are free, which they may in a memory as small as this: one that waits for a page to come up, while who brings it up waits for the batch to end,
    /// holds both up until one gives up.
    /// </summary>
    private static bool IsOfBatches(TierFullException error) => error.Message.Contains("still read", StringComparison.Ordinal);

    private void Read(PageRegister register)
    {
        PageRegister.Beginning beginning = register.Begin();
        try
        {
            using ReadLease lease = _lab.Memory.Read(register.Page);
            register.EndRead(beginning, lease.Span);
        }
        catch (ArgumentException)
        {
            register.EndGone();
        }
    }

    /// <summary>A few pages, and in passing another: what a batch has read stays as it was, whatever happens to the page.</summary>
    private void ReadMany(Random random)
    {
        PageRegister[] registers = [.. Enumerable.Range(0, 4).Select(_ => Any(random)).Where(static slot => !slot.IsInPlace).Select(static slot => slot.Register)];

        // Brought up before: batches that all wait for pages to come up wait for each other, in a memory as small as this.
        Array.ForEach(registers, Read);
        using ReadBatch<TPolicy> batch = _lab.Memory.ReadMany();
        batch.Prefetch([.. registers.Select(static register => register.Page)], random.Next(4096));
        ReadOnlySpan<byte> first = default;
        long found = 0;
        foreach (PageRegister register in registers)
        {
            PageRegister.Beginning beginning = register.Begin();
            try
            {
                ReadOnlySpan<byte> contents = batch.Read(register.Page);
                register.EndRead(beginning, contents);
                if (first.IsEmpty)
                {
                    first = contents;
                    found = Contents.Of(contents);
                }
            }
            catch (ArgumentException)
            {
                register.EndGone();
            }
            catch (TierFullException error) when (IsOfBatches(error))
            {
                break;
            }
        }

        Assert.True(first.IsEmpty || Contents.Of(first) == found);
    }

    private void TryCopy(PageRegister register)
    {
        byte[] page = ArrayPool<byte>.Shared.Rent(4096);
        PageRegister.Beginning beginning = register.Begin();
        try
        {
            if (_lab.Memory.TryCopyTo(register.Page, page))
            {
                register.EndRead(beginning, page.AsSpan(0, 4096));
            }
        }
        catch (ArgumentException)
        {
            register.EndGone();
        }

        ArrayPool<byte>.Shared.Return(page);
    }

    private void ReadAsync(PageRegister register)
    {
        PageRegister.Beginning beginning = register.Begin();
        try
        {
            using PinnedPage pin = _lab.Memory.ReadAsync(register.Page).AsTask().GetAwaiter().GetResult();
            register.EndRead(beginning, pin.Memory.Span);
        }
        catch (ArgumentException)
        {
            register.EndGone();
        }
    }

    private void Pin(Slot slot, Worker<TPolicy> worker)
    {
        PageRegister register = slot.Register;
        PageRegister.Beginning beginning = register.Begin();
        worker.Unpin();
        if (slot.Domain != default || slot.IsInPlace)
        {
            // With what all threads write and reclaim just now, their pins would be all that a domain of eight pages may have; and two that write in place what the other has pinned wait for each other.
            return;
        }

        try
        {
            PinnedPage pin = _lab.Memory.Pin(register.Page);
            register.EndRead(beginning, pin.Memory.Span);
            worker.Keep(pin);
        }
        catch (ArgumentException)
        {
            register.EndGone();
        }
    }

    private void Write(Slot slot, Random random)
    {
        PageRegister register = slot.Register;
        PageRegister.Beginning beginning = register.Begin();
        try
        {
            long written;
            using (WriteLease lease = _lab.Memory.Write(register.Page))
            {
                if (!slot.IsInPlace && random.Next(8) == 0)
                {
                    register.EndRead(beginning, lease.Span);
                    Contents.Fill(lease.Span, PageRegister.Unpublished);
                    lease.Discard();
                    return;
                }

                written = register.WriteNext(beginning, lease.Span);
            }

            register.EndWrite(written);
        }
        catch (ArgumentException)
        {
            register.EndGone();
        }
    }

    private void Flush(Slot slot, Random random)
    {
        PageRegister register = slot.Register;
        PageRegister.Beginning beginning = register.Begin();
        try
        {
            if (random.Next(2) == 0)
            {
                _lab.Memory.Flush(register.Page);
            }
            else if (slot.IsFile || _isDurable)
            {
                _lab.Memory.FlushAsync(register.Page).AsTask().GetAwaiter().GetResult();
            }
            else
            {
                return;
            }
        }
        catch (ArgumentException)
        {
            register.EndGone();
            return;
        }

        // The store has what was written before, or newer.
        if (slot.IsFile && Monitor.TryEnter(slot))
        {
            try
            {
                if (slot.Register == register)
                {
                    Assert.InRange(_lab.Store.Stored(slot.Id) >> 32, beginning.Ended, register.Newest);
                    slot.Stored = Math.Max(slot.Stored, beginning.Ended);
                }
            }
            finally
            {
                Monitor.Exit(slot);
            }
        }
    }

    private void PageOut(PageRegister register)
    {
        try
        {
            _lab.Memory.PageOut([register.Page]);
        }
        catch (ArgumentException)
        {
            register.EndGone();
        }
    }

    /// <summary>Frees the page under those who use it. Another takes its slot: of the same key, if it is a file page, and with what the store has of it.</summary>
    private void Replace(Slot slot, Random random)
    {
        if (!Monitor.TryEnter(slot))
        {
            return;
        }

        try
        {
            PageRegister register = slot.Register;
            if (slot.IsFile && random.Next(2) == 0)
            {
                long before = register.Begin().Ended;
                _lab.Memory.Flush(register.Page);
                slot.Stored = Math.Max(slot.Stored, before);
            }

            register.BeginFree();
            _lab.Memory.Free(register.Page);
            register.EndFree();
            slot.Previous = register;
            long version = 0;
            if (slot.IsFile)
            {
                // Nobody writes this any more, but for what writes back the page that was freed; that must have ended.
                version = _lab.Store.Stored(slot.Id) >> 32;
                Assert.InRange(version, slot.Stored, register.Newest);
                slot.Stored = version;
            }

            slot.Register = New(slot, slot.IsFile ? slot.Id : _lab.Store.NewKey(), version);
        }
        finally
        {
            Monitor.Exit(slot);
        }
    }

    private PageRegister New(Slot slot, long id, long version)
    {
        slot.Id = id;

        // Pages that a rule keeps are few, and in no domain: they could fill it.
        PageOptions options = new() { Domain = slot.Domain, Tag = (byte)(slot.Domain == default && id % 16 == 0 ? 1 : 2 + (id % 2)), Key = id, InPlace = slot.IsInPlace };
        while (true)
        {
            try
            {
                return new PageRegister(slot.IsFile ? _lab.Memory.AllocateFile(id, options) : _lab.Memory.Allocate(options), id, version);
            }
            catch (TierFullException) when (slot.Previous is not null)
            {
                // While a node is off line; a slot is never without a page.
            }
        }
    }

    private PageId[] Pages(Random random) => [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => Any(random).Register.Page)];

    private Slot Any(Random random) => _slots[(int)(_slots.Length * random.NextDouble() * random.NextDouble())];

    private sealed class Slot
    {
        public bool IsFile;
        public bool IsInPlace;
        public DomainId Domain;
        public long Id;

        /// <summary>What the store has at least; under the slot's monitor, as all that replaces its page.</summary>
        public long Stored;

        public volatile PageRegister Register = null!;
        public volatile PageRegister? Previous;
    }
}
