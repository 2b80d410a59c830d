using TierPolicy.Migration;
using TierPolicy.Schedules.Tests.Lab;

namespace TierPolicy.Schedules.Tests;

/// <summary>The races: what two or three threads do to the same pages, and what must hold afterwards. What must hold meanwhile they say themselves.</summary>
internal static partial class Scenarios
{
    private const int Dram = RaceLab<Racing>.Dram;
    private const int Cxl = RaceLab<Racing>.Cxl;
    private const int Zip = RaceLab<Racing>.Zip;

    public static IReadOnlyDictionary<string, Func<Race>> All { get; } = new Dictionary<string, Func<Race>>
    {
        [nameof(ReaderAndDemotion)] = ReaderAndDemotion,
        [nameof(ReaderAndFree)] = ReaderAndFree,
        [nameof(WriterReaderAndMigration)] = WriterReaderAndMigration,
        [nameof(WritesDuringAMove)] = WritesDuringAMove,
        [nameof(TwoWriters)] = TwoWriters,
        [nameof(BatchAndReuse)] = BatchAndReuse,
        [nameof(BatchAndFree)] = BatchAndFree,
        [nameof(BatchThatBringsUp)] = BatchThatBringsUp,
        [nameof(FullBatchAndReuse)] = FullBatchAndReuse,
        [nameof(NestedBatches)] = NestedBatches,
        [nameof(NestedLeases)] = NestedLeases,
        [nameof(PinAndDemotion)] = PinAndDemotion,
        [nameof(PinWriterAndReuse)] = PinWriterAndReuse,
        [nameof(PinFreeAndReuse)] = PinFreeAndReuse,
        [nameof(PinAndPageOut)] = PinAndPageOut,
        [nameof(FreeMigrateAndRecycle)] = FreeMigrateAndRecycle,
        [nameof(TwoFrees)] = TwoFrees,
        [nameof(WriteAndFree)] = WriteAndFree,
        [nameof(PromotionAndDemotion)] = PromotionAndDemotion,
        [nameof(BatchesThatMove)] = BatchesThatMove,
        [nameof(OfflineAndDemotion)] = OfflineAndDemotion,
        [nameof(OfflineAndWriter)] = OfflineAndWriter,
        [nameof(DiscardReaderAndWriter)] = DiscardReaderAndWriter,
        [nameof(DirtyAndMigration)] = DirtyAndMigration,
        [nameof(SwapReaderAndWriter)] = SwapReaderAndWriter,
        [nameof(ReclaimAndReader)] = ReclaimAndReader,
        [nameof(FreeAndSwapOut)] = FreeAndSwapOut,
        [nameof(FreeAndDiscard)] = FreeAndDiscard,
        [nameof(DeviceAndReader)] = DeviceAndReader,
        [nameof(DeviceAndFree)] = DeviceAndFree,
        [nameof(InPlaceReaderAndWriter)] = InPlaceReaderAndWriter,
        [nameof(InPlaceCopyAndWriter)] = InPlaceCopyAndWriter,
        [nameof(InPlaceTwoWriters)] = InPlaceTwoWriters,
        [nameof(InPlacePinAndWriter)] = InPlacePinAndWriter,
        [nameof(InPlaceWriterAndMoves)] = InPlaceWriterAndMoves,
        [nameof(InPlaceWriterAndPageOut)] = InPlaceWriterAndPageOut,
        [nameof(InPlaceWriterAndFree)] = InPlaceWriterAndFree,
    };

    private static Race ReaderAndDemotion()
    {
        RaceLab<Racing> lab = new();
        PageId page = lab.NewPage(1);
        lab.Drain(Dram, keep: 0);
        return lab.Race(
            () => Assert.Equal(1, lab.Read(page)),
            () =>
            {
                Assert.Equal(1, lab.Read(page));
                Assert.Equal(1, lab.Read(page));
            },
            () =>
            {
                lab.Memory.Migrate([page], Cxl);
                PageId other = lab.NewPage(2, Cxl);
                lab.Move(other, Cxl, Dram, MigrationReason.Promotion);
                Assert.Equal(2, lab.Read(other));
            });
    }

    private static Race ReaderAndFree()
    {
        RaceLab<Racing> lab = new();
        PageId page = lab.NewPage(1);
        lab.Drain(Dram, keep: 1);
        PageId other = default;
        return lab.Race(
            () =>
            {
                Assert.Equal(2, lab.Read(other));
                Assert.Null(lab.TryRead(page));
            },
            () => Assert.Contains(lab.TryRead(page), new long?[] { null, 1 }),
            () =>
            {
                lab.Memory.Free(page);
                other = lab.NewPage(2);
            });
    }

    private static Race WriterReaderAndMigration()
    {
        RaceLab<Racing> lab = new();
        PageId page = lab.NewPage(1);
        lab.Drain(Dram, keep: 1).Drain(Cxl, keep: 2);
        return lab.Race(
            () => Assert.Equal(2, lab.Read(page)),
            () => lab.Write(page, 2),
            () =>
            {
                long first = lab.Read(page);
                long second = lab.Read(page);
                Assert.True(first is 1 or 2 && second is 1 or 2 && first <= second, $"Read {first}, then {second}.");
            },
            () => lab.Memory.Migrate([page], Cxl));
    }

    /// <summary>Two writes bring the page back to the frame that is being copied: it is at the same address, with other contents.</summary>
    private static Race WritesDuringAMove()
    {
        RaceLab<Racing> lab = new();
        PageId page = lab.NewPage(1);
        lab.Drain(Dram, keep: 1);
        return lab.Race(
            () => Assert.Equal(3, lab.Read(page)),
            () => lab.Move(page, Dram, Cxl, MigrationReason.Demotion),
            () =>
            {
                lab.Write(page, 2);
                lab.Write(page, 3);
            });
    }

    private static Race TwoWriters()
    {
        RaceLab<Racing> lab = new();
        PageId page = lab.NewPage(0);
        return lab.Race(
            () => Assert.Equal(3, lab.Read(page)),
            () => Add(1),
            () => Add(2));

        void Add(long value)
        {
            using WriteLease lease = lab.Memory.Write(page);
            long before = RaceLab<Racing>.Look(lease.Span);
            Runtime.Tests.Harness.Contents.Fill(lease.Span, before + value);
        }
    }

    private static Race NestedLeases()
    {
        RaceLab<Racing> lab = new();
        PageId outer = lab.NewPage(1);
        PageId inner = lab.NewPage(2);
        lab.Drain(Dram, keep: 0);
        return lab.Race(
            () => Assert.Equal((1, 2), (lab.Read(outer), lab.Read(inner))),
            () =>
            {
                using ReadLease first = lab.Memory.Read(outer);
                Assert.Equal(1, RaceLab<Racing>.Look(first.Span));
                using (ReadLease second = lab.Memory.Read(inner))
                {
                    Assert.Equal(2, RaceLab<Racing>.Look(second.Span));
                }

                Assert.Equal(1, RaceLab<Racing>.Look(first.Span));
            },
            () =>
            {
                lab.Memory.Migrate([outer, inner], Cxl);
                PageId other = lab.NewPage(3, Cxl);
                lab.Move(other, Cxl, Dram, MigrationReason.Promotion);
            });
    }

    private static Race PromotionAndDemotion()
    {
        RaceLab<Racing> lab = new();
        PageId page = lab.NewPage(1, Cxl);
        lab.Drain(Dram, keep: 1).Drain(Cxl, keep: 1);
        return lab.Race(
            () => Assert.Equal(1, lab.Read(page)),
            () =>
            {
                lab.Move(page, Cxl, Dram, MigrationReason.Promotion);
                Assert.Equal(1, lab.Read(page));
            },
            () => lab.Move(page, Dram, Cxl, MigrationReason.Demotion),
            () => Assert.Equal(1, lab.Read(page)));
    }

    private static Race BatchesThatMove()
    {
        RaceLab<Racing> lab = new(watermarks: true);
        PageId first = lab.NewPage(1);
        PageId second = lab.NewPage(2);
        return lab.Race(
            () => Assert.Equal((3, 2), (lab.Read(first), lab.Read(second))),
            () => lab.Memory.Migrate([first, second], Cxl),
            () => lab.Memory.Migrate([second, first], Dram),
            () => lab.Write(first, 3));
    }

    /// <summary>Reclaim finds the page used, and gives it another chance; then not; a writer is in the way.</summary>
    private static Race ReclaimAndReader()
    {
        RaceLab<Racing> lab = new();
        PageId page = lab.NewPage(1);
        return lab.Race(
            () => Assert.Equal(2, lab.Read(page)),
            () =>
            {
                lab.Memory.Reclaim(lab.Memory.PageSize);
                lab.Memory.Reclaim(lab.Memory.PageSize);
                lab.Memory.Reclaim(lab.Memory.PageSize);
            },
            () => Assert.Contains(lab.Read(page), new long[] { 1, 2 }),
            () => lab.Write(page, 2));
    }

    private static Race OfflineAndDemotion()
    {
        RaceLab<Racing> lab = new();
        PageId up = lab.NewPage(1);
        PageId down = lab.NewPage(2, Cxl);
        OfflineResult result = default!;
        return lab.Race(
            () =>
            {
                Assert.Equal((1, 2), (lab.Read(up), lab.Read(down)));
                Assert.True(!result.IsOffline || lab.Core.Nodes[Cxl].Frames.InUse == 0, "A node is off line with pages on it.");
            },
            () => result = lab.Memory.Offline(Cxl),
            () =>
            {
                lab.Memory.Migrate([up], Cxl);
                lab.Memory.Reclaim(lab.Memory.PageSize);
            },
            () => Assert.Equal(2, lab.Read(down)));
    }

    /// <summary>A writer whose node goes off line publishes on another.</summary>
    private static Race OfflineAndWriter()
    {
        RaceLab<Racing> lab = new();
        PageId page = lab.NewPage(1, Cxl);
        return lab.Race(
            () => Assert.Equal(2, lab.Read(page)),
            () => lab.Memory.Offline(Cxl),
            () => lab.Write(page, 2));
    }

    /// <summary>Whether the page is where it can be read in place.</summary>
    private static bool IsUp<TPolicy>(RaceLab<TPolicy> lab, PageId page)
        where TPolicy : struct, ITierPolicy =>
        lab.Core.Pages[page.Index].State.Place is { IsNode: true } place && lab.Core.Nodes[place.Node].IsByteAddressable;
}
