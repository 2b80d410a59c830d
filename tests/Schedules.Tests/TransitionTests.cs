using TierPolicy.Pages;
using TierPolicy.Schedules.Tests.Lab;
using TierPolicy.Schedules.Tests.Scheduling;
using Xunit.Abstractions;
using static TierPolicy.Pages.PageFlags;

namespace TierPolicy.Schedules.Tests;

/// <summary>The page-state machine, written down, against all that the races do to state words.</summary>
public sealed class TransitionTests(ITestOutputHelper output)
{
    private const PageFlags Gone = Locked | Isolated | Dirty | Referenced | Active | Demoted | Promoted | Bounced;
    private const PageFlags Everything = Gone | PageFlags.File | Promoting | Pinned | Frequency | InPlace;

    private static readonly Transition[] Documented =
    [
        // A page begins. What a late reader or the last owner left in the word of a freed one goes with it.
        new("a new anonymous page is made", "Initialise", Where.Freed, Where.Memory, Clears: Everything, Sets: Isolated),
        new("a new page that is written in place is made", "Initialise", Where.Freed, Where.Memory, Clears: Everything, Sets: Isolated | InPlace),
        new("a new file page is made", "Initialise", Where.Freed, Where.Store, Clears: Everything, Sets: PageFlags.File),

        // Locks, lists, pins.
        new("somebody locks it", "TryTransition", Where.Alive, Never: Locked, Sets: Locked),
        new("its lock ends", "Clear", Where.Alive, Needs: Locked, Clears: Locked),
        new("it is taken off its list", "Set", Where.Node, Never: Isolated, Sets: Isolated),
        new("it is put back", "TryTransition", Where.Node, Needs: Isolated, Clears: Isolated),
        new("it is pinned", "TryTransition", Where.Memory, Never: Pinned, Sets: Pinned),
        new("it comes up pinned for those who wait", "Set", Where.Memory, Needs: Locked, Never: Pinned, Sets: Pinned),
        new("its last pin goes", "TryTransition", Where.Memory, Needs: Pinned, Clears: Pinned),

        // Use. A reader marks what it has seen a moment before: by now it may be anything, and loses nothing by the mark.
        new("it is read or written", "TryTransition", Where.Any, Never: Referenced | InPlace, Sets: Referenced),
        new("one that is written in place is read or written", "TryTransition", Where.Any, Needs: InPlace, Never: Referenced, Sets: ReferencedInPlace),
        new("reclaim looks whether it was used", "Clear", Where.Node, Needs: Locked | Isolated | ReferencedInPlace, Clears: Referenced),
        new("it was: it is activated", "Set", Where.Node, Needs: Locked | Isolated, Never: Active, Sets: Active),
        new("it is deactivated", "Clear", Where.Node, Needs: Active, Never: Isolated, Clears: Active | Referenced),
        new("a rule wants it up", "Set", Where.Any, Never: Promoting, Sets: Promoting),
        new("the promoter is done with it", "Clear", Where.Any, Needs: Promoting, Clears: Promoting),

        // Contents.
        new("it is dirtied", "Set", Where.Node, Needs: Locked, Never: Dirty, Sets: Dirty),
        new("it is written back", "Clear", Where.Node, Needs: Locked | Dirty, Clears: Dirty),
        new("a writer publishes on its node", "TryTransition", Where.Memory, Where.Memory, Needs: Locked | Dirty),
        new("a writer publishes on another node", "TryTransition", Where.Memory, Where.Memory, Needs: Locked | Dirty, Clears: Active | Referenced | Demoted | Promoted | Bounced, Sets: Isolated),

        new("a writer in place begins", "Set", Where.Memory, Needs: Locked | InPlace, Never: Writing, Sets: Writing),
        new("a writer in place is done", "Clear", Where.Memory, Needs: Locked | Dirty | InPlace | Writing, Clears: Writing | Locked),

        // Moves from memory to memory: without a lock, but never under another's.
        new("it is demoted", "TryTransition", Where.Memory, Where.Memory, Needs: Isolated, Never: Locked | Pinned, Clears: Active | Referenced | Promoted | Bounced, Sets: Demoted),
        new("it is demoted soon after it was promoted", "TryTransition", Where.Memory, Where.Memory, Needs: Isolated | Promoted, Never: Locked | Pinned, Clears: Active | Referenced | Promoted, Sets: Demoted | Bounced),
        new("it is promoted", "TryTransition", Where.Memory, Where.Memory, Needs: Isolated, Never: Locked | Pinned, Clears: Demoted | Referenced | Bounced, Sets: Active | Promoted),
        new("it moves because it is asked to, or its node goes off line", "TryTransition", Where.Memory, Where.Memory, Needs: Isolated, Never: Locked | Pinned, Clears: Demoted | Promoted | Bounced),

        new("one that is written in place is demoted", "TryTransition", Where.Memory, Where.Memory, Needs: Locked | Isolated | InPlace, Never: Writing | Pinned, Clears: Active | Referenced | Promoted | Bounced, Sets: Demoted),
        new("one that is written in place moves because it is asked to", "TryTransition", Where.Memory, Where.Memory, Needs: Locked | Isolated | InPlace, Never: Writing | Pinned, Clears: Demoted | Promoted | Bounced),

        // Moves to devices and back, out of memory and back: locked.
        new("it is demoted to a device", "TryTransition", Where.Memory, Where.Device, Needs: Locked | Isolated, Never: Pinned, Clears: Active | Referenced | Promoted | Bounced, Sets: Demoted),
        new("it is moved to a device", "TryTransition", Where.Memory, Where.Device, Needs: Locked | Isolated, Never: Pinned, Clears: Demoted | Promoted | Bounced),
        new("it is moved from a device", "TryTransition", Where.Device, Where.Memory, Needs: Locked | Isolated, Never: Pinned, Clears: Demoted | Promoted | Bounced),
        new("it comes up from a device", "TryTransition", Where.Device, Where.Memory, Needs: Locked | Isolated, Clears: Active | Referenced | Demoted | Promoted | Bounced, Sets: Isolated),
        new("it is swapped out", "TryTransition", Where.Memory, Where.Swap, Needs: Locked | Isolated, Never: Pinned | PageFlags.File, Clears: Gone),
        new("it is swapped in", "TryTransition", Where.Swap, Where.Memory, Needs: Locked, Clears: Active | Referenced | Demoted | Promoted | Bounced, Sets: Isolated),
        new("it is dropped", "TryTransition", Where.Memory, Where.Store, Needs: Locked | Isolated | PageFlags.File, Never: Pinned | Dirty, Clears: Gone),
        new("it comes from the store", "TryTransition", Where.Store, Where.Memory, Needs: Locked | PageFlags.File, Clears: Active | Referenced | Demoted | Promoted | Bounced, Sets: Isolated),

        // Its end. Who has it off its list then finds it freed, and recycles it.
        new("it is freed", "TryTransition", Where.Alive, Where.Freed, Needs: Locked, Clears: Everything),
        new("it is freed in somebody's hands", "TryTransition", Where.Node, Where.Freed, Needs: Locked | Isolated, Clears: Everything & ~Isolated, Sets: Isolated),
    ];

    [Fact]
    public void Every_documented_transition_of_a_page_is_reached_and_no_other()
    {
        foreach (Func<Race> race in Scenarios.All.Values)
        {
            Assert.Null(Explorer.Explore(race, output.WriteLine, schedules: 60));
        }

        PromoteInTheBackground();
        BringUpWithoutAThread();

        List<(PageState Before, PageState After, string By)> all = [.. StateWords.All];
        List<string> others = [.. all.Where(static change => !Array.Exists(Documented, kind => kind.Allows(change.Before, change.After, change.By)))
            .Select(static change => Transition.Describe(change.Before, change.After, change.By)).Order(StringComparer.Ordinal)];
        List<string> missing = [.. Documented.Where(kind => !all.Exists(change => kind.Allows(change.Before, change.After, change.By))).Select(static kind => kind.What)];
        output.WriteLine($"{all.Count} different changes of the state word");
        Assert.True(others.Count == 0, $"Not documented:\n{string.Join('\n', others)}");
        Assert.True(missing.Count == 0, $"Not reached: {string.Join(", ", missing)}");
    }

    /// <summary>The promoter's thread is the memory's own, and run by no scheduler.</summary>
    private static void PromoteInTheBackground()
    {
        using RaceLab<Rising> lab = new(sampling: 1);
        PageId page = lab.NewPage(1, node: 1);
        SpinWait.SpinUntil(() =>
        {
            lab.Read(page);
            return lab.Memory.Stat["pgpromote_success"] > 0;
        });
    }

    private static void BringUpWithoutAThread()
    {
        using RaceLab<Racing> lab = new();
        PageId page = lab.Memory.AllocateFile(7);
        using PinnedPage pin = lab.Memory.ReadAsync(page).AsTask().GetAwaiter().GetResult();
        Assert.Equal(7, RaceLab<Racing>.Look(pin.Memory.Span));
    }
}
