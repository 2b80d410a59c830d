using TierPolicy.Pages;

namespace TierPolicy.AgingAlgorithms;

/// <summary>Which pages a request to reclaim may take. The others are passed over as if they were not there.</summary>
/// <param name="Anon">Anonymous pages too.</param>
internal readonly record struct VictimFilter(bool Anon)
{
    public bool Takes(ref readonly PageDescriptor page) => Anon || page.State.Has(PageFlags.File);
}
