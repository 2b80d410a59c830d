namespace TierPolicy.Pages;

/// <summary>
/// A page's state as one 64-bit word: where it is, in which frame, and its flags. A value; <see cref="PageDescriptor"/> holds the word that all
/// threads share and makes every transition by one compare-exchange.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>Frame and place change only under the page lock (<see cref="PageFlags.Locked"/>); or, from memory to memory, by who has the page isolated, while nobody has locked or
/// pinned it.</item>
/// <item>A page with a place on a node stands on one of that node's lists, or somebody has isolated it
/// (<see cref="PageFlags.Isolated"/>): only that one may move it or put it back. Swap, the store and "freed" have no lists.</item>
/// </list>
/// </remarks>
internal readonly record struct PageState(ulong Word)
{
    /// <summary>Higher is not counted.</summary>
    public const int MaxFrequency = 3;

    private const int PlaceShift = 32;
    private const int FrequencyShift = 49;
    private const ulong FrameMask = 0xFFFF_FFFF;
    private const ulong PlaceMask = 0x7FUL << PlaceShift;

    /// <summary>The bits that say where the contents are: a reader's frame is valid while they stand still.</summary>
    private const ulong AddressMask = FrameMask | PlaceMask;

    public uint Frame => (uint)(Word & FrameMask);

    public Place Place => new((byte)((Word & PlaceMask) >> PlaceShift));

    /// <summary>The place, and in the bit above it whether the page is referenced and may be read without asking anybody: never for one that is written in place.</summary>
    public byte PlaceAndReferenced => (byte)(Word >> PlaceShift);

    public PageFlags Flags => (PageFlags)(Word & ~AddressMask);

    public bool IsLocked => Has(PageFlags.Locked);

    public bool IsIsolated => Has(PageFlags.Isolated);

    public bool IsDirty => Has(PageFlags.Dirty);

    /// <summary>A file page that is dirty: what Linux counts as <c>nr_dirty</c>. An anonymous page has nothing that it could differ from.</summary>
    public bool IsDirtyFile => IsDirty && Has(PageFlags.File);

    public bool IsReferenced => Has(PageFlags.Referenced);

    public bool IsActive => Has(PageFlags.Active);

    public bool IsPinned => Has(PageFlags.Pinned);

    /// <summary>Whether writers write to the frame that readers read (<see cref="PageOptions.InPlace"/>).</summary>
    public bool IsInPlace => Has(PageFlags.InPlace);

    /// <summary>Whether that is done just now.</summary>
    public bool IsWriting => Has(PageFlags.Writing);

    /// <summary>What marks this page as referenced.</summary>
    public PageFlags ReferencedMark => IsInPlace ? PageFlags.ReferencedInPlace : PageFlags.Referenced;

    public PageKind Kind => Has(PageFlags.File) ? PageKind.File : PageKind.Anon;

    /// <summary>Accesses since the page came, as far as <c>aging s3fifo</c> counts them.</summary>
    public int Frequency => (int)(Word >> FrequencyShift) & MaxFrequency;

    public static PageState Create(Place place, uint frame, PageFlags flags) =>
        new(((ulong)place.Value << PlaceShift) | frame | (ulong)flags);

    public bool Has(PageFlags flag) => (Word & (ulong)flag) != 0;

    /// <summary>Referenced is a page whose frequency is full.</summary>
    public PageState WithFrequency(int frequency)
    {
        PageState cleared = new((Word & ~((ulong)MaxFrequency << FrequencyShift)) | ((ulong)frequency << FrequencyShift));
        return frequency == MaxFrequency ? cleared.With(ReferencedMark) : cleared.Without(PageFlags.Referenced);
    }

    public bool IsAtSameAddress(PageState other) => ((Word ^ other.Word) & AddressMask) == 0;

    public PageState With(PageFlags flags) => new(Word | (ulong)flags);

    public PageState Without(PageFlags flags) => new(Word & ~(ulong)flags);

    /// <summary>The same page at another address: a pin is on the frame, and stays behind with it.</summary>
    public PageState At(Place place, uint frame) => Create(place, frame, Flags & ~PageFlags.Pinned);
}

/// <summary>The flags of a page, in the bits of the state word above frame and place.</summary>
[Flags]
internal enum PageFlags : ulong
{
    None = 0,

    /// <summary>
    /// Accessed since reclaim last looked: two bits that say the same. One is next to the place, so that a reader sees both at one glance (<see cref="PageState.PlaceAndReferenced"/>). A page that
    /// is written in place has the other only (<see cref="PageState.ReferencedMark"/>), and so its readers look twice.
    /// </summary>
    Referenced = (1UL << 39) | ReferencedInPlace,

    /// <summary>Somebody moves the page, writes it out, or holds a write lease. A page under writeback is locked, so it needs no flag of its own.</summary>
    Locked = 1UL << 40,

    /// <summary>Taken off its list by somebody who will put it back.</summary>
    Isolated = 1UL << 41,

    /// <summary>Written since it was last stored.</summary>
    Dirty = 1UL << 42,

    /// <summary>Stands, or would stand, on an active list.</summary>
    Active = 1UL << 44,

    /// <summary>Came to its node by demotion.</summary>
    Demoted = 1UL << 45,

    /// <summary>A file page; else an anonymous one. Never changes while the page lives.</summary>
    File = 1UL << 46,

    /// <summary>Waits to be promoted.</summary>
    Promoting = 1UL << 47,

    /// <summary>Somebody pins the frame that the page is in (<see cref="Nodes.FramePins"/>): reclaim and migration leave the page there.</summary>
    Pinned = 1UL << 48,

    /// <summary>The two bits of <see cref="PageState.Frequency"/>.</summary>
    Frequency = 3UL << 49,

    /// <summary>Came to its node by promotion.</summary>
    Promoted = 1UL << 51,

    /// <summary>Was demoted soon after it was promoted: it is to show once more that it is hot before it is promoted again.</summary>
    Bounced = 1UL << 52,

    /// <summary>Writers write to the page's frame, not to a copy. Never changes while the page lives.</summary>
    InPlace = 1UL << 53,

    /// <inheritdoc cref="Referenced"/>
    ReferencedInPlace = 1UL << 54,

    /// <summary>Somebody holds a write lease on a page that is written in place, or waits for its readers to finish; it is locked, too.</summary>
    Writing = 1UL << 55,
}

/// <summary>Where a page's contents are: on a node, in swap, in the program's store, or nowhere, not yet or no more.</summary>
internal readonly record struct Place(byte Value)
{
    /// <summary>One past the highest value that a state can hold.</summary>
    public const int Limit = 128;

    public static Place Freed => new(0);

    public static Place Swap => new(65);

    public static Place Store => new(66);

    public bool IsNode => (uint)(Value - 1) < 64;

    /// <summary>The node's id; only where <see cref="IsNode"/>.</summary>
    public int Node => Value - 1;

    public static Place OnNode(int node) => new((byte)(node + 1));
}
