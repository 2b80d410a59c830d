using TierPolicy.Pages;

namespace TierPolicy.AgingAlgorithms;

/// <summary>Which pages a request to reclaim may take. The others are passed over as if they were not there.</summary>
/// <param name="Domain">Only pages of this domain, by id; 0: of any.</param>
/// <param name="Anon">Anonymous pages too.</param>
internal readonly record struct VictimFilter(int Domain, bool Anon)
{
    public bool Takes(ref readonly PageDescriptor page) =>
        (Domain == 0 || page.Domain == Domain) && (Anon || page.State.Has(PageFlags.File));
}
