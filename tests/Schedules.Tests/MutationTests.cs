using TierPolicy.Schedules.Tests.Scheduling;
using Xunit.Abstractions;

namespace TierPolicy.Schedules.Tests;

/// <summary>The races can fail: each protection that is taken out of the runtime (<c>Mutants.targets</c>) is missed by one of them.</summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("SkipEpochEntry", "ReaderAndDemotion")]
    [InlineData("IgnoreReaders", "FullBatchAndReuse")]
    [InlineData("KeepAllWithoutEntry", "FullBatchAndReuse")]
    [InlineData("IgnoreListedFrames", "BatchAndReuse")]
    [InlineData("ListWithoutSecondLook", "BatchAndReuse")]
    [InlineData("ListWithoutGeneration", "BatchAndFree")]
    [InlineData("EndLeaseBeforeListing", "BatchThatBringsUp")]
    [InlineData("ForgetListWithAnyBatch", "NestedBatches")]
    [InlineData("IgnoreHeldFrames", "ReaderAndDemotion")]
    [InlineData("ReadWithoutGeneration", "ReaderAndFree")]
    [InlineData("PinWithoutGeneration", "PinFreeAndReuse")]
    [InlineData("LockWithoutGeneration", "WriteAndFree")]
    [InlineData("MoveWithoutCompare", "WriterReaderAndMigration")]
    [InlineData("MoveUnprotected", "WritesDuringAMove")]
    [InlineData("MovePinned", "PinAndDemotion")]
    [InlineData("RetirePinned", "PinWriterAndReuse")]
    [InlineData("FreeIsolated", "FreeMigrateAndRecycle")]
    [InlineData("OrInTwoSteps", "WriterReaderAndMigration")]
    [InlineData("PutBackUnchecked", "FreeMigrateAndRecycle")]
    [InlineData("ReadWhileWritten", "InPlaceReaderAndWriter")]
    [InlineData("WriteWhileRead", "InPlaceReaderAndWriter")]
    [InlineData("WriteWhilePinned", "InPlacePinAndWriter")]
    [InlineData("PinWhileWritten", "InPlacePinAndWriter")]
    [InlineData("MoveInPlaceUnlocked", "InPlaceWriterAndMoves")]
    public void A_protection_that_is_taken_out_is_missed_and_its_schedule_can_be_replayed(string mutant, string race)
    {
        Mutation.Activate(mutant);
        try
        {
            (string Decisions, Exception Failure)? failed = Explorer.Explore(Scenarios.All[race], output.WriteLine);
            Assert.True(failed is not null, $"No schedule of race {race} shows that {mutant} is missing.");

            Exception? again = Explorer.Run(Scenarios.All[race], failed.Value.Decisions);
            Assert.Equal(failed.Value.Failure.Message, again?.Message);

            // And it is this protection that makes the difference.
            Mutation.Activate(null);
            Assert.Null(Explorer.Explore(Scenarios.All[race], static _ => { }, schedules: 50));
        }
        finally
        {
            Mutation.Activate(null);
        }
    }
}
