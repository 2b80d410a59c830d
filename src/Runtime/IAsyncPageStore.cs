namespace TierPolicy;

/// <summary>
/// A store that reads and writes without holding a thread meanwhile: a database, a service. Who asks asynchronously (<see cref="TieredMemory{TPolicy}.ReadAsync"/>,
/// <see cref="TieredMemory{TPolicy}.FlushAsync"/>) is served by these; <see cref="TieredMemory{TPolicy}.Read"/> and reclaim, which cannot wait in that way, by those of
/// <see cref="IPageStore"/>.
/// </summary>
/// <remarks>
/// What holds for <see cref="IPageStore"/> holds here, until the task that is returned is complete; after that the memory that was given must not be touched any more. Begun on the
/// caller's thread: what takes long belongs behind an <c>await</c>. Several reads of one page are one call.
/// </remarks>
public interface IAsyncPageStore : IPageStore
{
    /// <summary>Fills <paramref name="page"/>, one page long and zeroed, with what is stored under <paramref name="key"/>.</summary>
    /// <param name="key">The page's key.</param>
    /// <param name="page">Takes the contents; not the page itself, which gets them when this is complete.</param>
    /// <param name="cancellationToken">Cancelled when the memory is disposed, and nobody can want the page any more. A reader that is cancelled does not cancel this, as others may wait.</param>
    ValueTask ReadAsync(long key, Memory<byte> page, CancellationToken cancellationToken);

    /// <summary>Stores <paramref name="page"/>, one page long, under <paramref name="key"/>.</summary>
    /// <param name="key">The page's key.</param>
    /// <param name="page">The contents, which stand still until this is complete.</param>
    /// <param name="cancellationToken">That of the caller of <see cref="TieredMemory{TPolicy}.FlushAsync"/>; a page whose write is cancelled stays dirty.</param>
    ValueTask WriteAsync(long key, ReadOnlyMemory<byte> page, CancellationToken cancellationToken);
}
