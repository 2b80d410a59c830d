namespace TierPolicy;

/// <summary>A page that was found on a durable node when the memory was created, with the last contents that were acknowledged.</summary>
/// <param name="Page">The page, as it is known from now on.</param>
/// <param name="Kind">An anonymous page, or one with a store behind it.</param>
/// <param name="Key">The <see cref="PageOptions.Key"/> it was allocated with; a file page's key in the store.</param>
/// <param name="Domain">The domain that it belongs to.</param>
/// <param name="Tag">Its tag.</param>
public readonly record struct RecoveredPage(PageId Page, PageKind Kind, long Key, DomainId Domain, byte Tag);
