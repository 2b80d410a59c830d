using TierPolicy.Migration;
using TierPolicy.Schedules.Tests.Lab;
using TierPolicy.Schedules.Tests.Scheduling;

namespace TierPolicy.Schedules.Tests;

/// <content>Batches: what they have listed is not used again, whoever moves, frees or writes the pages.</content>
internal static partial class Scenarios
{
    private static Race BatchAndReuse()
    {
        RaceLab<Racing> lab = new();
        PageId first = lab.NewPage(1);
        PageId second = lab.NewPage(2);
        lab.Drain(Dram, keep: 0);
        return lab.Race(
            () => Assert.Equal((1, 2), (lab.Read(first), lab.Read(second))),
            () =>
            {
                using ReadBatch<Racing> batch = lab.Memory.ReadMany();
                ReadOnlySpan<byte> one = batch.Read(first);
                ReadOnlySpan<byte> two = batch.Read(second);
                Assert.Equal(1, RaceLab<Racing>.Look(one));
                Assert.Equal(2, RaceLab<Racing>.Look(two));
                Assert.Equal(1, RaceLab<Racing>.Look(one));
            },
            () =>
            {
                lab.Memory.Migrate([first], Cxl);
                PageId other = lab.NewPage(3, Cxl);
                lab.Move(other, Cxl, Dram, MigrationReason.Promotion);
                lab.Memory.Free(other);
            });
    }

    private static Race BatchAndFree()
    {
        RaceLab<Racing> lab = new();
        PageId page = lab.NewPage(1);
        lab.Drain(Dram, keep: 0);
        PageId other = default;
        return lab.Race(
            () => Assert.Equal(2, lab.Read(other)),
            () => Unless.Freed(() =>
            {
                using ReadBatch<Racing> batch = lab.Memory.ReadMany();
                Assert.Equal(1, RaceLab<Racing>.Look(batch.Read(page)));
            }),
            () =>
            {
                lab.Memory.Free(page);
                other = lab.Memory.Allocate(new PageOptions { Node = Dram });
                lab.Write(other, 2);
                Assert.Equal(2, lab.Read(other));
            });
    }

    /// <summary>A page comes up by a lease, and its frame is listed while that is held.</summary>
    private static Race BatchThatBringsUp()
    {
        RaceLab<Racing> lab = new();
        PageId page = lab.NewPage(1);
        Assert.Equal(1, lab.Memory.Migrate([page], Zip).Succeeded);
        lab.Drain(Dram, keep: 1);
        return lab.Race(
            () => Assert.Equal(1, lab.Read(page)),
            () =>
            {
                using ReadBatch<Racing> batch = lab.Memory.ReadMany();
                ReadOnlySpan<byte> read = batch.Read(page);
                Assert.Equal(1, RaceLab<Racing>.Look(read));
                Assert.Equal(1, RaceLab<Racing>.Look(read));
            },
            () =>
            {
                lab.Memory.Migrate([page], Cxl);
                PageId other = lab.NewPage(3, Cxl);
                lab.Move(other, Cxl, Dram, MigrationReason.Promotion);
                lab.Memory.Free(other);
            });
    }

    /// <summary>The batch has read as much as can be listed already.</summary>
    private static Race FullBatchAndReuse()
    {
        RaceLab<Racing> lab = new();
        PageId page = lab.NewPage(1);
        lab.Drain(Dram, keep: 0);
        return lab.Race(
            () => Assert.Equal(1, lab.Read(page)),
            () =>
            {
                using ReadBatch<Racing> batch = lab.Memory.ReadMany();
                FillList();
                ReadOnlySpan<byte> read = batch.Read(page);
                Assert.Equal(1, RaceLab<Racing>.Look(read));
                Assert.Equal(1, RaceLab<Racing>.Look(read));
            },
            () =>
            {
                lab.Memory.Migrate([page], Cxl);
                PageId other = lab.NewPage(3, Cxl);
                lab.Move(other, Cxl, Dram, MigrationReason.Promotion);
                lab.Memory.Free(other);
            });

        // As by reading; but hundreds of points at which nothing of interest can happen would be in the way of the others.
        static void FillList() => Scheduler.Aside(static () => EpochSlots.FillList());
    }

    private static Race NestedBatches()
    {
        RaceLab<Racing> lab = new();
        PageId outer = lab.NewPage(1);
        PageId inner = lab.NewPage(2);
        lab.Drain(Dram, keep: 0);
        return lab.Race(
            () => Assert.Equal((1, 2), (lab.Read(outer), lab.Read(inner))),
            () =>
            {
                using ReadBatch<Racing> first = lab.Memory.ReadMany();
                ReadOnlySpan<byte> read = first.Read(outer);
                using (ReadBatch<Racing> second = lab.Memory.ReadMany())
                {
                    Assert.Equal(2, RaceLab<Racing>.Look(second.Read(inner)));
                }

                Assert.Equal(1, RaceLab<Racing>.Look(read));
            },
            () =>
            {
                lab.Memory.Migrate([outer, inner], Cxl);
                PageId other = lab.NewPage(3, Cxl);
                lab.Move(other, Cxl, Dram, MigrationReason.Promotion);
                lab.Memory.Free(other);
            });
    }
}
