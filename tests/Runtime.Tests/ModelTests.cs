using CsCheck;
using TierPolicy.Runtime.Tests.Model;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

/// <summary>
/// Random sequences of every operation there is against a plain dictionary: whatever happens to pages, each has the contents that were last written, what was acknowledged is found again,
/// and the counters balance. CsCheck makes a failing sequence short and prints its seed.
/// </summary>
[Collection(nameof(Effort))]
public class ModelTests
{
    private const int Tests = 9;
    private const int Sequences = 120;

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

    [Fact]
    public void Any_sequence_of_operations_on_a_node_of_every_kind_leaves_each_page_as_it_was_written() => Check<All>();

    [Fact]
    public void Any_sequence_of_operations_on_a_node_of_every_kind_leaves_each_page_as_it_was_written_under_s3fifo() => Check<AllS3Fifo>();

    private static void Check<TPolicy>()
        where TPolicy : struct, ITierPolicy
    {
        Gen<(Operation What, int Which, int Amount)> operation = Gen.Select(
            Gen.Frequency([.. Enum.GetValues<Operation>().Select(static operation => (WeightOf(operation), Gen.Const(operation)))]),
            Gen.Int[0, 1000],
            Gen.Int[0, 1000]);
        Gen.Select(operation.Array[0, 400], Gen.Bool).Sample(
            (operations, watermarks) =>
            {
                using ModelRun<TPolicy> run = new(watermarks);
                foreach ((Operation what, int which, int amount) in operations)
                {
                    run.Apply(what, which, amount);
                }

                run.AssertSame();
            },
            seed: Effort.SeedOfSequences,
            iter: Effort.SecondsOfEach(Tests) is null ? Sequences : -1,
            time: (int)(Effort.SecondsOfEach(Tests) ?? -1));
    }

    private static int WeightOf(Operation operation) => operation switch
    {
        Operation.Read or Operation.Write => 40,
        Operation.Allocate or Operation.AllocateFile => 20,
        Operation.Free or Operation.Migrate or Operation.ReadMany or Operation.FlushAsync => 10,
        Operation.Offline or Operation.Mode => 3,
        _ => 5,
    };
}
