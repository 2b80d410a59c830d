using TierPolicy.Pages;

namespace TierPolicy.Schedules.Tests;

/// <summary>Where a page's contents are, by kind of place.</summary>
[Flags]
internal enum Where
{
    Freed = 1,
    Memory = 2,
    Device = 4,
    Swap = 8,
    Store = 16,
    Node = Memory | Device,
    Alive = Node | Swap | Store,
    Any = Alive | Freed,
}

/// <summary>One kind of change that a page's state word may undergo: exactly <paramref name="Clears"/> and <paramref name="Sets"/>, and no other flag.</summary>
/// <param name="What">Who does what.</param>
/// <param name="By">The method of <see cref="PageDescriptor"/>.</param>
/// <param name="From">Where the page may be before.</param>
/// <param name="To">Where it is afterwards; null: in the same frame of the same place.</param>
/// <param name="Needs">Flags that are set before.</param>
/// <param name="Never">Flags that are not set before.</param>
/// <param name="Clears">Flags that are not set afterwards; where the page moves, a pin stays behind too.</param>
/// <param name="Sets">Flags that are set afterwards.</param>
internal sealed record Transition(
    string What, string By, Where From, Where? To = null, PageFlags Needs = 0, PageFlags Never = 0, PageFlags Clears = 0, PageFlags Sets = 0)
{
    private const ulong MovedBit = 1;

    public bool Allows(PageState before, PageState after, string by)
    {
        bool moved = (after.Word & MovedBit) != 0 || before.Place != after.Place;
        PageFlags left = moved ? Clears | PageFlags.Pinned : Clears;
        return by == By
            && (From & Of(before.Place)) != 0
            && (To is null ? !moved : moved && (To & Of(after.Place)) != 0)
            && (before.Flags & Needs) == Needs
            && (before.Flags & Never) == 0
            && after.Flags == ((before.Flags & ~left) | Sets);
    }

    public static string Describe(PageState before, PageState after, string by) =>
        $"{by}: {Of(before.Place)} [{before.Flags}] -> {Of(after.Place)} [{after.Flags}]{((after.Word & MovedBit) != 0 ? ", another frame" : "")}";

    /// <summary>In the races, nodes 0 and 1 are memory, and node 2 is compressed.</summary>
    private static Where Of(Place place) =>
        place == Place.Freed ? Where.Freed
        : place == Place.Swap ? Where.Swap
        : place == Place.Store ? Where.Store
        : place.Node < 2 ? Where.Memory : Where.Device;
}
