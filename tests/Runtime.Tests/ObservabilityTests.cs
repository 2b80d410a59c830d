using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using System.Threading.Channels;
using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

public class ObservabilityTests
{
    [Fact]
    public void The_meter_says_what_the_nodes_hold_and_what_reclaim_did()
    {
        using MemoryLab<Ruled> lab = new();
        lab.NewPages(20, tag: 3);
        PageId page = lab.NewPage(1);
        using PinnedPage pin = lab.Memory.Pin(page);
        Dictionary<string, double> metrics = Measure("Ruled");
        Assert.Equal(lab.Memory.Nodes[0].PagesInUse, metrics["tierpolicy.node.pages.used Dram"]);
        Assert.Equal(lab.Memory.Nodes[1].PagesInUse, metrics["tierpolicy.node.pages.used Cxl"]);
        Assert.Equal(16, metrics["tierpolicy.node.pages.capacity Dram"]);
        Assert.Equal(1, metrics["tierpolicy.node.pages.pinned Dram"]);
        double demotions = metrics["tierpolicy.demotions Dram background"] + metrics["tierpolicy.demotions Dram direct"];
        Assert.Equal(lab.Count("pgdemote_kswapd") + lab.Count("pgdemote_direct"), demotions);
        Assert.True(demotions > 0);
        Assert.Equal(lab.Count("pgmigrate_success"), metrics["tierpolicy.migrations Dram success"]);
        Assert.Equal(0, metrics["tierpolicy.swap.pages.used"]);
    }

    [Fact]
    public void Every_counter_of_vmstat_is_a_metric_under_its_name()
    {
        using MemoryLab<Probed> lab = new();
        lab.NewPages(3);
        Dictionary<string, double> metrics = Measure("Probed");
        foreach (KeyValuePair<string, long> item in lab.Memory.Nodes[0].Stat.Items.Where(static item => !item.Key.StartsWith("nr_", StringComparison.Ordinal)))
        {
            Assert.Equal(item.Value, metrics[$"tierpolicy.node.vmstat Dram {item.Key}"]);
        }
    }

    [Fact]
    public void A_memory_that_is_gone_measures_nothing()
    {
        using (new MemoryLab<Gone>())
        {
            Assert.NotEmpty(Measure("Gone"));
        }

        Assert.Empty(Measure("Gone"));
    }

    [Fact]
    public void A_forgotten_lease_is_seen_by_its_age()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.NewPage(1);
        ReadLease lease = lab.Memory.Read(page);
        Assert.False(lab.Memory.CheckHealth().IsDegraded);
        lab.Time.Advance(TimeSpan.FromSeconds(30));
        MemoryHealth health = lab.Memory.CheckHealth();
        Assert.Equal(TimeSpan.FromSeconds(30), health.OldestLease);
        Assert.Contains("read lease", Assert.Single(health.Problems), StringComparison.Ordinal);
        lease.Dispose();
        Assert.False(lab.Memory.CheckHealth().IsDegraded);
        Assert.Equal(TimeSpan.Zero, lab.Memory.CheckHealth().OldestLease);
    }

    [Fact]
    public void A_write_lease_that_is_held_for_long_or_lost_with_its_thread_is_told_with_page_and_thread()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.NewPage(1);
        WriteLease lease = lab.Memory.Write(page);
        Assert.False(lab.Memory.CheckHealth().IsDegraded);
        lab.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.StartsWith($"A write lease on {page} is held for 30.0 s", Assert.Single(lab.Memory.CheckHealth().Problems), StringComparison.Ordinal);
        lease.Dispose();

        // Another lease in its place is as young as it is.
        using (lab.Memory.Write(page))
        {
            Assert.False(lab.Memory.CheckHealth().IsDegraded);
        }

#pragma warning disable TP0501 // On purpose.
        Thread thread = new(() => lab.Memory.Write(page)) { Name = "careless" };
#pragma warning restore TP0501
        thread.Start();
        thread.Join();
        string problem = Assert.Single(lab.Memory.CheckHealth().Problems);
        Assert.StartsWith($"The write lease on {page} is lost", problem, StringComparison.Ordinal);
        Assert.Contains("'careless' has ended", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lease_of_another_memory_is_not_this_ones_concern()
    {
        using MemoryLab<Demoting> one = new();
        using MemoryLab<Demoting> other = new();
        using ReadLease lease = other.Memory.Read(other.NewPage(1));
        _ = one.Memory.CheckHealth();
        one.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(TimeSpan.Zero, one.Memory.CheckHealth().OldestLease);
    }

    [Fact]
    public void A_node_off_line_degrades_health()
    {
        using MemoryLab<Descending> lab = new();
        lab.Memory.Offline(1);
        Assert.Equal("Node 'Cxl0' is off line.", Assert.Single(lab.Memory.CheckHealth().Problems));
        lab.Memory.Online(1);
        Assert.False(lab.Memory.CheckHealth().IsDegraded);
    }

    [Fact]
    public async Task A_node_that_begins_to_fail_and_one_that_works_again_are_announced_once_each()
    {
        using Listener listener = new();
        FaultyDevice? ssd = null;
        using MemoryLab<Descending> lab = new(options => options.WrapDevice = (name, device) => name == "Ssd" ? ssd = new FaultyDevice(device) : device);
        Channel<NodeHealthEventArgs> changes = Channel.CreateUnbounded<NodeHealthEventArgs>();
        lab.Memory.NodeHealthChanged += (sender, change) =>
        {
            Assert.Same(lab.Memory, sender);
            changes.Writer.TryWrite(change);
        };
        ssd!.FailWrites = FaultyDevice.NoSpace;
        PageId[] pages = lab.NewPages(3);
        Array.ForEach(pages, page => Assert.Equal(0, lab.Memory.Migrate([page], 3).Succeeded));
        NodeHealthEventArgs failed = await changes.Reader.ReadAsync();
        Assert.Equal((3, "Ssd", true, "No space left on device"), (failed.Node, failed.Name, failed.IsFailing, failed.Error?.Message));
        Assert.Equal((1L, TimeSpan.FromSeconds(1)), (failed.Errors, failed.RetryAfter));
        Assert.Contains("'Ssd' fails", Assert.Single(lab.Memory.CheckHealth().Problems), StringComparison.Ordinal);

        ssd.FailWrites = null;
        lab.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, lab.Memory.Migrate([pages[0]], 3).Succeeded);
        NodeHealthEventArgs works = await changes.Reader.ReadAsync();
        Assert.Equal((3, "Ssd", false, null, TimeSpan.Zero), (works.Node, works.Name, works.IsFailing, works.Error, works.RetryAfter));
        Assert.False(changes.Reader.TryRead(out _));
        Assert.Contains("NodeFailing Ssd 1 No space left on device", listener.Events);
        Assert.Contains(FormattableString.Invariant($"NodeRecovered Ssd {works.Errors}"), listener.Events);
    }

    [Fact]
    public async Task A_swap_that_fails_is_left_alone_for_a_time_announced_and_tried_where_nothing_else_can_go()
    {
        using Listener listener = new();
        FaultyDevice? swap = null;
        using MemoryLab<Lone> lab = new(options => options.WrapDevice = (_, device) => swap = new FaultyDevice(device));
        Channel<NodeHealthEventArgs> changes = Channel.CreateUnbounded<NodeHealthEventArgs>();
        lab.Memory.NodeHealthChanged += (_, change) => changes.Writer.TryWrite(change);
        PageId[] pages = lab.NewPages(16);
        swap!.FailWrites = FaultyDevice.NoSpace;
        Assert.Equal(0, lab.Memory.Reclaim(4096));
        NodeHealthEventArgs failed = await changes.Reader.ReadAsync();
        Assert.Equal((-1, "swap", true, "No space left on device"), (failed.Node, failed.Name, failed.IsFailing, failed.Error?.Message));
        Assert.Equal((1L, TimeSpan.FromSeconds(1)), (failed.Errors, failed.RetryAfter));
        Assert.Contains("Swap fails: 1 errors until now.", Assert.Single(lab.Memory.CheckHealth().Problems), StringComparison.Ordinal);

        // One error is enough: without need nothing is written there.
        Assert.Equal(1, swap.Writes);
        Assert.Equal(0, lab.Memory.Reclaim(16 * 4096));
        Assert.Equal(1, swap.Writes);

        // An allocation that would fail else tries it; while it does not work, that is why.
        TierFullException error = Assert.Throws<TierFullException>(() => lab.Memory.Allocate());
        Assert.Contains("Swap has 1024 free slots, and its device fails.", error.Message, StringComparison.Ordinal);
        Assert.Contains("No space left on device", error.Message, StringComparison.Ordinal);
        swap.FailWrites = null;
        PageId another = lab.NewPage(16);
        Assert.True(lab.Memory.SwapPagesInUse > 0);
        Assert.True(lab.Memory.CheckHealth().IsDegraded);

        lab.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(4096, lab.Memory.Reclaim(4096));
        NodeHealthEventArgs works = await changes.Reader.ReadAsync();
        Assert.Equal((-1, "swap", false), (works.Node, works.Name, works.IsFailing));
        Assert.False(lab.Memory.CheckHealth().IsDegraded);
        Assert.Contains("NodeFailing swap 1 No space left on device", listener.Events);
        Assert.Equal(Enumerable.Range(0, 17).Select(static i => (long)i), pages.Append(another).Select(lab.Read));
        lab.AssertBalanced();
    }

    [Fact]
    public async Task A_swap_that_cannot_be_read_counts_as_failing_too()
    {
        FaultyDevice? swap = null;
        using MemoryLab<Lone> lab = new(options => options.WrapDevice = (_, device) => swap = new FaultyDevice(device));
        PageId[] pages = lab.NewPages(2);
        Assert.Equal(2, lab.Memory.PageOut(pages));
        swap!.FailReads = static () => new IOException("the cable is out");
        Assert.Equal("swap", Assert.Throws<TierIOException>(() => lab.Read(pages[0])).Place);
        await Assert.ThrowsAsync<TierIOException>(() => lab.Memory.ReadAsync(pages[1]).AsTask());
        Assert.Contains("Swap fails: 2 errors until now.", Assert.Single(lab.Memory.CheckHealth().Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_told_of_a_failing_node_may_use_the_memory()
    {
        FaultyDevice? ssd = null;
        using MemoryLab<Descending> lab = new(options => options.WrapDevice = (name, device) => name == "Ssd" ? ssd = new FaultyDevice(device) : device);
        PageId page = lab.NewPage(4);
        Assert.Equal(1, lab.Memory.Migrate([page], 3).Succeeded);
        TaskCompletionSource<long> told = new();
        lab.Memory.NodeHealthChanged += (_, change) =>
        {
            // The very page, on whose behalf it was found out.
            ssd!.FailReads = null;
            told.SetResult(lab.Read(page));
        };
        ssd!.FailReads = static () => new IOException("the cable is out");
        Assert.Throws<TierIOException>(() => lab.Read(page));
        Assert.Equal(4, await told.Task);
    }

    [Fact]
    public void Two_memories_of_one_policy_are_told_apart_by_their_names()
    {
        using MemoryLab<Fenced> one = new(static options => options.Name = "sessions");
        using MemoryLab<Fenced> other = new(static options => options.Name = "images");
        one.NewPages(3);
        other.NewPages(5);
        Dictionary<string, double> metrics = Measure("Fenced");
        Assert.Equal((3, 5), (metrics["tierpolicy.node.pages.used sessions Dram"], metrics["tierpolicy.node.pages.used images Dram"]));
        Assert.Contains("tierpolicy.swap.pages.used images", metrics);
        Assert.Contains("tierpolicy.lease.age sessions", metrics);
    }

    [Fact]
    public void An_event_says_why_and_where_pages_moved()
    {
        using Listener listener = new();
        using MemoryLab<Descending> lab = new();
        PageId page = lab.NewPage(1);
        lab.Memory.Migrate([page], 1);
        lab.Memory.Offline(1);
        lab.Memory.Online(1);
        Assert.Contains("Migrate request Dram Cxl0 1 0 4096", listener.Events);
        Assert.Contains(listener.Events, static e => e.StartsWith("Migrate offline Cxl0 ", StringComparison.Ordinal));
        Assert.Contains("Offline Cxl0 1", listener.Events);
        Assert.Contains("Online Cxl0", listener.Events);
    }

    [Fact]
    public void Demotions_and_promotions_are_events()
    {
        using Listener listener = new();
        using MemoryLab<Demoting> lab = new();
        PageId[] pages = lab.NewPages(40);
        Array.ForEach(pages, page => lab.Read(page));
        Array.ForEach(pages, page => lab.Read(page));
        Assert.Contains(listener.Events, static e => e.StartsWith("Migrate demotion Dram Cxl ", StringComparison.Ordinal));
        Assert.Contains(listener.Events, static e => e.StartsWith("Migrate promotion Cxl Dram ", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_nobody_listens_a_migration_allocates_nothing()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.NewPage(1);
        int node = 0;

        // The batch itself keeps a list of what did not move; the events add nothing to it.
        long list = Allocations.Of(static () => _ = new List<uint>());
        Assert.Equal(list, Allocations.Of(() => lab.Memory.Migrate([page], node ^= 1)));
    }

    private static Dictionary<string, double> Measure(string policy)
    {
        Dictionary<string, double> metrics = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = static (instrument, self) =>
        {
            if (instrument.Meter.Name == "TierPolicy")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        listener.RecordObservableInstruments();
        return metrics;

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if ((string?)tags[0].Value == policy)
            {
                metrics[string.Join(' ', [instrument.Name, .. tags[1..].ToArray().Select(static tag => tag.Value)])] = value;
            }
        }
    }

    // What other tests do meanwhile is heard too.
    private sealed class Listener : EventListener
    {
        private readonly ConcurrentQueue<string> _events = new();

        public IReadOnlyCollection<string> Events => _events;

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "TierPolicy")
            {
                EnableEvents(eventSource, EventLevel.Informational, EventKeywords.All);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            IEnumerable<object?> payload = eventData.EventName == "Migrate" ? eventData.Payload!.Take(6) : eventData.Payload!;
            _events.Enqueue(string.Join(' ', [eventData.EventName, .. payload]));
        }
    }
}
