using TierPolicy.Pages;

namespace TierPolicy.AgingAlgorithms;

/// <summary>Which pages a request to reclaim may take. The others are passed over as if they were not there.</summary>
/// <param name="Anon">Anonymous pages too.</param>
internal readonly record struct VictimFilter(bool Anon)
{
    public bool Takes(ref readonly PageDescriptor page) => Anon || page.State.Has(PageFlags.File);

    /// <summary>
    /// Where to begin in a list that is searched from its tail: what earlier searches have passed over is not looked at again, since pages come to the other end. Who passes a page over
    /// sets the list's <see cref="PageList.PassedOver"/>.
    /// </summary>
    public uint Start(PageTable pages, in PageList list) => Anon || list.PassedOver == PageTable.None ? list.Tail : pages[list.PassedOver].Previous;
}
