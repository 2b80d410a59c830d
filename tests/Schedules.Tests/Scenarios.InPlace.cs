using TierPolicy.Migration;
using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Schedules.Tests.Lab;
using TierPolicy.Schedules.Tests.Scheduling;

namespace TierPolicy.Schedules.Tests;

/// <content>
/// Pages that are written in place: nobody sees half of what is written, wherever the page goes meanwhile. Never do two threads wait at once: a strategy may let them look in turn, and the third never go on.
/// </content>
internal static partial class Scenarios
{
    private static Race InPlaceReaderAndWriter()
    {
        RaceLab<Racing> lab = new();
        PageId page = lab.NewPage(1, inPlace: true);
        return lab.Race(
            () => Assert.Equal(2, lab.Read(page)),
            () => Assert.Contains(lab.Read(page), new long[] { 1, 2 }),
            () => WriteByHalves(lab, page, 2));
    }

    private static Race InPlaceCopyAndWriter()
    {
        RaceLab<Racing> lab = new();
        PageId page = lab.NewPage(1, inPlace: true);
        return lab.Race(
            () => Assert.Equal(2, lab.Read(page)),
            () => WriteByHalves(lab, page, 2),
            () =>
            {
                byte[] copy = new byte[lab.Memory.PageSize];
                if (lab.Memory.TryCopyTo(page, copy))
                {
                    Assert.Contains(Contents.Of(copy), new long[] { 1, 2 });
                }
            });
    }

    private static Race InPlaceTwoWriters()
    {
        RaceLab<Racing> lab = new();
        PageId page = lab.NewPage(0, inPlace: true);
        return lab.Race(
            () => Assert.Equal(3, lab.Read(page)),
            () => Add(1),
            () => Add(2));

        void Add(long value)
        {
            using WriteLease lease = lab.Memory.Write(page);
            Contents.Fill(lease.Span, RaceLab<Racing>.Look(lease.Span) + value);
        }
    }

    private static Race InPlacePinAndWriter()
    {
        RaceLab<Racing> lab = new();
        PageId page = lab.NewPage(1, inPlace: true);
        return lab.Race(
            () => Assert.Equal(2, lab.Read(page)),
            () => HoldPinned(lab, page, 1, 2),
            () => WriteByHalves(lab, page, 2));
    }

    private static Race InPlaceWriterAndMoves()
    {
        RaceLab<Racing> lab = new();
        PageId page = lab.NewPage(1, inPlace: true);
        return lab.Race(
            () => Assert.Equal(2, lab.Read(page)),
            () => WriteByHalves(lab, page, 2),
            () =>
            {
                lab.Move(page, Dram, Cxl, MigrationReason.Demotion);
                lab.Memory.Migrate([page], Dram);
            },
            () => Assert.Contains(lab.Read(page), new long[] { 1, 2 }));
    }

    private static Race InPlaceWriterAndPageOut()
    {
        RaceLab<Swapping> lab = new();
        PageId page = lab.NewPage(1, inPlace: true);
        return lab.Race(
            () => Assert.Equal(2, lab.Read(page)),
            () => lab.Memory.PageOut([page]),
            () => WriteByHalves(lab, page, 2));
    }

    private static Race InPlaceWriterAndFree()
    {
        RaceLab<Racing> lab = new();
        PageId page = lab.NewPage(1, inPlace: true);
        PageId other = default;
        return lab.Race(
            () => Assert.Equal(3, lab.Read(other)),
            () => Unless.Freed(() => WriteByHalves(lab, page, 2)),
            () =>
            {
                lab.Memory.Free(page);
                other = lab.NewPage(3);
            });
    }

    private static void WriteByHalves<TPolicy>(RaceLab<TPolicy> lab, PageId page, long value)
        where TPolicy : struct, ITierPolicy
    {
        using WriteLease lease = lab.Memory.Write(page);
        Span<byte> span = lease.Span;
        Contents.Fill(span[..(span.Length / 2)], value);
        Scheduler.Pause("has written half");
        Contents.Fill(span[(span.Length / 2)..], value);
    }
}
