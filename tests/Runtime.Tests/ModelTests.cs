using CsCheck;
using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

/// <summary>Random sequences of operations against a plain dictionary: whatever happens to pages, each has the contents that were last written.</summary>
public class ModelTests
{
    private enum Operation
    {
        Allocate,
        AllocateFile,
        Read,
        Write,
        Free,
        PageOut,
        Migrate,
        Reclaim,
        Mode,
        Time,
    }

    [Fact]
    public void Any_sequence_of_operations_on_two_tiers_leaves_each_page_as_it_was_written() => Check<Ruled>();

    [Fact]
    public void Any_sequence_of_operations_on_four_nodes_leaves_each_page_as_it_was_written() => Check<Descending>();

    [Fact]
    public void Any_sequence_of_operations_leaves_each_page_as_it_was_written_under_lru() => Check<DescendingLru>();

    [Fact]
    public void Any_sequence_of_operations_leaves_each_page_as_it_was_written_under_clock() => Check<DescendingClock>();

    [Fact]
    public void Any_sequence_of_operations_leaves_each_page_as_it_was_written_under_sieve() => Check<DescendingSieve>();

    [Fact]
    public void Any_sequence_of_operations_leaves_each_page_as_it_was_written_under_s3fifo() => Check<DescendingS3Fifo>();

    [Fact]
    public void Any_sequence_of_operations_leaves_each_page_as_it_was_written_under_proactive_rules() => Check<Restless>();

    private static void Check<TPolicy>()
        where TPolicy : struct, ITierPolicy
    {
        Gen<(Operation What, int Which, int Amount)> operation = Gen.Select(
            Gen.Frequency(
                (20, Gen.Const(Operation.Allocate)),
                (20, Gen.Const(Operation.AllocateFile)),
                (40, Gen.Const(Operation.Read)),
                (40, Gen.Const(Operation.Write)),
                (12, Gen.Const(Operation.Free)),
                (5, Gen.Const(Operation.PageOut)),
                (10, Gen.Const(Operation.Migrate)),
                (5, Gen.Const(Operation.Reclaim)),
                (2, Gen.Const(Operation.Mode)),
                (5, Gen.Const(Operation.Time))),
            Gen.Int[0, 1000],
            Gen.Int[0, 1000]);

        Gen.Select(operation.Array[0, 400], Gen.Bool).Sample(
            (operations, watermarks) =>
            {
                using MemoryLab<TPolicy> lab = new(watermarks: watermarks);
                List<(PageId Page, long Value)> model = [];
                foreach ((Operation what, int which, int amount) in operations)
                {
                    Apply(lab, model, what, which, amount);
                }

                foreach ((PageId page, long value) in model)
                {
                    Assert.Equal(value, lab.Read(page));
                }

                lab.AssertBalanced();
                Assert.Equal(model.Count, lab.Memory.PageCount);
            },
            iter: 150);
    }

    private static void Apply<TPolicy>(MemoryLab<TPolicy> lab, List<(PageId Page, long Value)> model, Operation what, int which, int amount)
        where TPolicy : struct, ITierPolicy
    {
        PageOptions options = new() { Tag = (byte)(amount % 4) };
        switch (what)
        {
            case Operation.Allocate:
                model.Add((lab.Memory.Allocate(options), 0));
                return;
            case Operation.AllocateFile:
                long key = lab.Store.NewKey();
                model.Add((lab.Memory.AllocateFile(key, options), lab.Store.Stored(key)));
                return;
            case Operation.Reclaim:
                lab.Memory.Reclaim(amount * 64L);
                return;
            case Operation.Mode:
                lab.Memory.ReclaimMode = (ReclaimMode)(amount % 16);
                return;
            case Operation.Time:
                lab.Time.Advance(TimeSpan.FromMilliseconds(amount));
                return;
        }

        if (model.Count == 0)
        {
            return;
        }

        int index = which % model.Count;
        (PageId page, long value) = model[index];
        switch (what)
        {
            case Operation.Read:
                Assert.Equal(value, lab.Read(page));
                break;
            case Operation.Write:
                lab.Write(page, amount);
                model[index] = (page, amount);
                break;
            case Operation.Free:
                lab.Memory.Free(page);
                model.RemoveAt(index);
                break;
            case Operation.PageOut:
                lab.Memory.PageOut([page]);
                break;
            case Operation.Migrate:
                lab.Memory.Migrate([page], amount % lab.Memory.Nodes.Count);
                break;
        }
    }
}
