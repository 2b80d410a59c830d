using TierPolicy.Migration;
using TierPolicy.Pages;
using TierPolicy.Schedules.Tests.Lab;

namespace TierPolicy.Schedules.Tests;

/// <content>Pins, freeing, and pages that leave memory.</content>
internal static partial class Scenarios
{
    private static Race PinAndDemotion()
    {
        RaceLab<Racing> lab = new();
        PageId page = lab.NewPage(1);
        lab.Drain(Dram, keep: 0);
        return lab.Race(
            () => Assert.Equal(1, lab.Read(page)),
            () => HoldInPlace(lab, page, 1),
            () =>
            {
                lab.Memory.Migrate([page], Cxl);
                PageId other = lab.NewPage(2, Cxl);
                lab.Move(other, Cxl, Dram, MigrationReason.Promotion);
            });
    }

    /// <summary>The writer gives the page another frame; the pinned one keeps its version until the pin goes.</summary>
    private static Race PinWriterAndReuse()
    {
        RaceLab<Racing> lab = new();
        PageId page = lab.NewPage(1);
        lab.Drain(Dram, keep: 1);
        return lab.Race(
            () => Assert.Equal(3, lab.Read(page)),
            () => HoldPinned(lab, page, 1, 2, 3),
            () =>
            {
                lab.Write(page, 2);
                lab.Write(page, 3);
            });
    }

    private static Race PinFreeAndReuse()
    {
        RaceLab<Racing> lab = new();
        PageId page = lab.NewPage(1);
        lab.Drain(Dram, keep: 1);
        PageId other = default;
        return lab.Race(
            () => Assert.Equal(2, lab.Read(other)),
            () => Unless.Freed(() => HoldPinned(lab, page, 1)),
            () =>
            {
                lab.Memory.Free(page);
                other = lab.NewPage(2);
            });
    }

    private static Race PinAndPageOut()
    {
        RaceLab<Swapping> lab = new();
        PageId page = lab.NewPage(1);
        return lab.Race(
            () => Assert.Equal(1, lab.Read(page)),
            () => HoldInPlace(lab, page, 1),
            () => lab.Memory.PageOut([page]),
            () => HoldInPlace(lab, page, 1));
    }

    private static Race FreeMigrateAndRecycle()
    {
        RaceLab<Racing> lab = new();
        PageId page = lab.NewPage(1);
        lab.Drain(Dram, keep: 1);
        PageId other = default;
        return lab.Race(
            () =>
            {
                Assert.Equal(2, lab.Read(other));
                Assert.False(Unless.Freed(() => lab.Memory.Free(page)));
            },
            () => lab.Memory.Free(page),
            () => lab.Move(page, Dram, Cxl, MigrationReason.Demotion),
            () => other = lab.NewPage(2, Cxl));
    }

    private static Race TwoFrees()
    {
        RaceLab<Racing> lab = new();
        PageId page = lab.NewPage(1);
        int freed = 0;
        PageId other = default;
        return lab.Race(
            () =>
            {
                Assert.Equal(1, freed);
                Assert.Equal(2, lab.Read(other));
            },
            Free,
            () =>
            {
                Free();
                other = lab.NewPage(2);
            },
            () => lab.Memory.Migrate([page], Cxl));

        void Free()
        {
            if (Unless.Freed(() => lab.Memory.Free(page)))
            {
                freed++;
            }
        }
    }

    private static Race WriteAndFree()
    {
        RaceLab<Racing> lab = new();
        PageId page = lab.NewPage(1);
        PageId other = default;
        return lab.Race(
            () => Assert.Equal(2, lab.Read(other)),
            () => Unless.Freed(() => lab.Write(page, 3)),
            () =>
            {
                lab.Memory.Free(page);
                other = lab.NewPage(2);
            });
    }

    private static Race DiscardReaderAndWriter()
    {
        RaceLab<Racing> lab = new();
        PageId page = lab.NewFilePage(7);
        return lab.Race(
            () =>
            {
                lab.Memory.PageOut([page]);
                Assert.False(IsUp(lab, page));
                Assert.Equal(8, lab.Store.Stored(7));
                Assert.Equal(8, lab.Read(page));
            },
            () => lab.Memory.PageOut([page]),
            () => lab.Write(page, 8),
            () => Assert.Contains(lab.Read(page), new long[] { 7, 8 }));
    }

    /// <summary>A page that is written back, and one that moves, must not lose that it is dirty.</summary>
    private static Race DirtyAndMigration()
    {
        RaceLab<Racing> lab = new();
        PageId page = lab.NewFilePage(7);
        lab.Write(page, 8);
        return lab.Race(
            () =>
            {
                lab.Memory.Flush(page);
                Assert.Equal(9, lab.Store.Stored(7));
            },
            () => lab.Memory.Flush(page),
            () => lab.Write(page, 9),
            () => lab.Memory.Migrate([page], Cxl));
    }

    private static Race SwapReaderAndWriter()
    {
        RaceLab<Swapping> lab = new();
        PageId page = lab.NewPage(1);
        return lab.Race(
            () => Assert.Equal(2, lab.Read(page)),
            () => lab.Memory.PageOut([page]),
            () => lab.Write(page, 2),
            () => Assert.Contains(lab.Read(page), new long[] { 1, 2 }));
    }

    private static Race FreeAndSwapOut()
    {
        RaceLab<Swapping> lab = new();
        PageId page = lab.NewPage(1);
        PageId other = default;
        return lab.Race(
            () => Assert.Equal((2, 0), (lab.Read(other), lab.Memory.SwapPagesInUse)),
            () => Unless.Freed(() => lab.Memory.PageOut([page])),
            () =>
            {
                lab.Memory.Free(page);
                other = lab.NewPage(2);
            },
            () => Assert.Contains(lab.TryRead(page), new long?[] { null, 1 }));
    }

    private static Race FreeAndDiscard()
    {
        RaceLab<Racing> lab = new();
        PageId page = lab.NewFilePage(7);
        PageId other = default;
        return lab.Race(
            () => Assert.Equal(9, lab.Read(other)),
            () => Unless.Freed(() => lab.Memory.PageOut([page])),
            () =>
            {
                lab.Memory.Free(page);
                other = lab.NewFilePage(9);
            },
            () => Assert.Contains(lab.TryRead(page), new long?[] { null, 7 }));
    }

    private static Race DeviceAndReader()
    {
        RaceLab<Racing> lab = new();
        PageId page = lab.NewPage(1);
        return lab.Race(
            () => Assert.Equal(2, lab.Read(page)),
            () => lab.Memory.Migrate([page], Zip),
            () => Assert.Contains(lab.Read(page), new long[] { 1, 2 }),
            () => lab.Write(page, 2));
    }

    private static Race DeviceAndFree()
    {
        RaceLab<Racing> lab = new();
        PageId page = lab.NewPage(1);
        PageId other = default;
        return lab.Race(
            () => Assert.Equal(2, lab.Read(other)),
            () => lab.Move(page, Dram, Zip, MigrationReason.Demotion),
            () => Assert.Contains(lab.TryRead(page), new long?[] { null, 1 }),
            () =>
            {
                lab.Memory.Free(page);
                other = lab.NewPage(2);
            });
    }

    /// <summary>What is pinned stays what it was.</summary>
    private static void HoldPinned<TPolicy>(RaceLab<TPolicy> lab, PageId page, params long[] versions)
        where TPolicy : struct, ITierPolicy
    {
        using PinnedPage pin = lab.Memory.Pin(page);
        long seen = RaceLab<TPolicy>.Look(pin.Memory.Span);
        Assert.Contains(seen, versions);
        Assert.Equal(seen, RaceLab<TPolicy>.Look(pin.Memory.Span));
    }

    /// <summary>As <see cref="HoldPinned"/>; and the page, that nobody writes or frees, stays where it was.</summary>
    private static void HoldInPlace<TPolicy>(RaceLab<TPolicy> lab, PageId page, long value)
        where TPolicy : struct, ITierPolicy
    {
        using PinnedPage pin = lab.Memory.Pin(page);
        Assert.Equal(value, RaceLab<TPolicy>.Look(pin.Memory.Span));
        PageState state = lab.Core.Pages[page.Index].State;
        Assert.Equal(Place.OnNode(pin.NodeId), state.Place);
        Assert.Equal(value, RaceLab<TPolicy>.Look(pin.Memory.Span));
        Assert.True(lab.Core.Pages[page.Index].State.IsAtSameAddress(state), "A page moved that was pinned.");
    }
}
