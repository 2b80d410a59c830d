using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

/// <summary>Threads on one small memory, with its reclaimers and its promoter at work: no page may be lost, torn or mixed up, and the counters must balance afterwards.</summary>
public class ConcurrencyTests
{
    private const int Operations = 40_000;

    [Fact]
    public void Two_tiers_and_swap_keep_every_page_whole_under_threads() => Run<Demoting>(watermarks: true);

    [Fact]
    public void Without_watermarks_too() => Run<Demoting>(watermarks: false);

    [Fact]
    public void Four_nodes_a_file_among_them_and_hotplug_keep_every_page_whole_under_threads() =>
        Run<Descending>(watermarks: true, memory =>
        {
            memory.Offline(1);
            memory.Offline(2);
            memory.Online(1);
            memory.Online(2);
        });

    [Fact]
    public void Domains_at_their_limit_keep_every_page_whole_under_threads() => Run<Fenced>(watermarks: true);

    [Fact]
    public void Domains_at_their_limit_keep_every_page_whole_under_lru() => Run<FencedLru>(watermarks: true);

    [Fact]
    public void Domains_at_their_limit_keep_every_page_whole_under_s3fifo() => Run<FencedS3Fifo>(watermarks: false);

    [Fact]
    public void Proactive_rules_keep_every_page_whole_under_threads() =>
        Run<Restless>(watermarks: true, configure: options =>
        {
            options.TimeProvider = TimeProvider.System;
            options.AgingPeriod = TimeSpan.FromMilliseconds(1);
        });

    [Fact]
    public void Mode_bits_may_change_all_the_while() =>
        Run<Demoting>(watermarks: true, memory =>
        {
            for (int mode = 0; mode < 16; mode++)
            {
                memory.ReclaimMode = (ReclaimMode)mode;
            }
        });

    [Fact]
    public void Under_lru_every_page_stays_whole_under_threads() => Run<DescendingLru>(watermarks: true);

    [Fact]
    public void Under_clock_every_page_stays_whole_under_threads() => Run<DescendingClock>(watermarks: true);

    [Fact]
    public void Under_sieve_every_page_stays_whole_under_threads() => Run<DescendingSieve>(watermarks: true);

    [Fact]
    public void Under_s3fifo_every_page_stays_whole_under_threads_while_nodes_come_and_go() =>
        Run<DescendingS3Fifo>(watermarks: true, memory =>
        {
            memory.Offline(1);
            memory.Online(1);
        });

    private static void Run<TPolicy>(bool watermarks, Action<TieredMemory<TPolicy>>? disturb = null, Action<TieredMemoryOptions>? configure = null)
        where TPolicy : struct, ITierPolicy
    {
        // Of unequal size: a frame's number on one node means nothing on another.
        using MemoryLab<TPolicy> lab = new(
            options =>
            {
                options.Background = BackgroundWork.Threads;
                options.Capacities["Dram"] = 40 * 4096;
                configure?.Invoke(options);
            },
            watermarks);
        SharedPages<TPolicy> pages = new(lab, count: 150);
        using CancellationTokenSource done = new();
        Thread disturber = new(() =>
        {
            while (disturb is not null && !done.IsCancellationRequested)
            {
                disturb(lab.Memory);
            }
        });
        disturber.Start();

        Exception? failure = null;
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(seed => new Thread(() =>
        {
            try
            {
                pages.Work(new Random(seed), Operations);
            }
            catch (Exception error)
            {
                failure ??= error;
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        done.Cancel();
        disturber.Join();
        Assert.Null(failure);

        pages.FreeAll();

        // What the promoter and the reclaimers had in hand is put back in a moment.
        Assert.True(SpinWait.SpinUntil(() => lab.Memory.Nodes.Sum(node => node.PagesInUse) == 0 && lab.Memory.PageCount == 0, TimeSpan.FromSeconds(10)));
        Assert.All(lab.Memory.Core.Domains, domain => Assert.Equal(0, domain.Pages));
        Assert.Equal(0, lab.Memory.SwapPagesInUse);
        Assert.Equal(0, lab.Total("nr_dirty"));
        Assert.Equal(0, lab.Total("nr_active_anon") + lab.Total("nr_inactive_anon") + lab.Total("nr_active_file") + lab.Total("nr_inactive_file"));
        lab.AssertBalanced();
    }

    /// <summary>
    /// Pages that many threads use. Each holds (slot, version): a reader must find its slot's number and a version no older than the newest it knows of. Anonymous and
    /// file pages are replaced now and then.
    /// </summary>
    private sealed class SharedPages<TPolicy>
        where TPolicy : struct, ITierPolicy
    {
        private readonly MemoryLab<TPolicy> _lab;
        private readonly Slot[] _slots;
        private readonly DomainId[] _domains;

        public SharedPages(MemoryLab<TPolicy> lab, int count)
        {
            _lab = lab;

            // Each third page or so in a domain that only has a limit, where the policy has one: it must fail by neither.
            IReadOnlyList<DomainDescription> domains = TieredMemory<TPolicy>.Policy.Domains;
            _domains = [default, default, .. domains.Select((domain, i) => (domain, i)).Where(item => item.domain.Name.StartsWith("Small", StringComparison.Ordinal)).Select(item => new DomainId(item.i + 1))];
            _slots = [.. Enumerable.Range(0, count).Select(_ => new Slot())];
            for (int i = 0; i < count; i++)
            {
                Renew(i);
            }
        }

        public void Work(Random random, int operations)
        {
            for (int i = 0; i < operations; i++)
            {
                // Skewed, so that some pages are hot and some are not.
                int slot = (int)(_slots.Length * random.NextDouble() * random.NextDouble());
                int what = random.Next(100);
                if (what < 70)
                {
                    Read(slot);
                }
                else if (what < 92)
                {
                    Write(slot);
                }
                else if (what < 94)
                {
                    Move(slot, random);
                }
                else if (what < 96)
                {
                    UseStale(slot);
                }
                else
                {
                    Replace(slot);
                }
            }
        }

        public void FreeAll()
        {
            foreach (Slot slot in _slots)
            {
                _lab.Memory.Free(slot.Page);
            }
        }

        private void Read(int index)
        {
            Slot slot = _slots[index];
            slot.Lock.EnterReadLock();
            try
            {
                long atLeast = Volatile.Read(ref slot.Version);
                using ReadLease lease = _lab.Memory.Read(slot.Page);
                long found = Contents.Of(lease.Span);
                Assert.Equal(index, found >> 40);
                Assert.InRange(found & ((1L << 40) - 1), atLeast, long.MaxValue);
            }
            finally
            {
                slot.Lock.ExitReadLock();
            }
        }

        private void Write(int index)
        {
            Slot slot = _slots[index];
            slot.Lock.EnterReadLock();
            try
            {
                long next;
                using (WriteLease lease = _lab.Memory.Write(slot.Page))
                {
                    long found = Contents.Of(lease.Span);
                    Assert.Equal(index, found >> 40);
                    next = found + 1;
                    Contents.Fill(lease.Span, next);
                }

                InterlockedMax(ref slot.Version, next & ((1L << 40) - 1));
            }
            finally
            {
                slot.Lock.ExitReadLock();
            }
        }

        /// <summary>Moves, pages out, reclaims: whatever comes of it, contents and counters must stand it.</summary>
        private void Move(int index, Random random)
        {
            Slot slot = _slots[index];
            switch (random.Next(3))
            {
                case 0:
                    _lab.Memory.Migrate([slot.Page], random.Next(_lab.Memory.Nodes.Count));
                    break;
                case 1:
                    _lab.Memory.Reclaim(4 * 4096);
                    break;
                default:
                    slot.Lock.EnterReadLock();
                    try
                    {
                        _lab.Memory.PageOut([slot.Page]);
                    }
                    finally
                    {
                        slot.Lock.ExitReadLock();
                    }

                    break;
            }
        }

        /// <summary>Reads by an id that may be freed, and its place taken by another page, at this very moment: the page that was meant, or an exception, never another.</summary>
        private void UseStale(int index)
        {
            PageId page = _slots[index].Page;
            try
            {
                using ReadLease lease = _lab.Memory.Read(page);
                long found = Contents.Of(lease.Span);

                // A page that is just being made is still zeroed, or has its key.
                Assert.True(found >> 40 == index || found < 1L << 40, $"slot {index} read {found >> 40}");
            }
            catch (ArgumentException)
            {
                // Freed: just what it is told.
            }
        }

        private void Replace(int index)
        {
            Slot slot = _slots[index];
            slot.Lock.EnterWriteLock();
            try
            {
                _lab.Memory.Free(slot.Page);
                Renew(index);
            }
            finally
            {
                slot.Lock.ExitWriteLock();
            }
        }

        private void Renew(int index)
        {
            Slot slot = _slots[index];
            bool isFile = (index & 1) != 0;
            PageOptions options = new() { Domain = _domains[index % _domains.Length] };
            slot.Page = isFile ? _lab.Memory.AllocateFile(_lab.Store.NewKey(), options) : _lab.Memory.Allocate(options);
            slot.Version = 0;
            _lab.Write(slot.Page, (long)index << 40);
        }

        private static void InterlockedMax(ref long target, long value)
        {
            long seen = Volatile.Read(ref target);
            while (value > seen)
            {
                long before = Interlocked.CompareExchange(ref target, value, seen);
                if (before == seen)
                {
                    return;
                }

                seen = before;
            }
        }

        private sealed class Slot
        {
            /// <summary>Held for reading by all who use the page, for writing by who replaces it.</summary>
            public readonly ReaderWriterLockSlim Lock = new();

            public PageId Page;

            public long Version;
        }
    }
}
