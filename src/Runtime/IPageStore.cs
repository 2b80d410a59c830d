namespace TierPolicy;

/// <summary>
/// The program's own store behind file pages: a file, a database, a service. Dropped pages are read from it again; dirty ones are written back to it.
/// </summary>
/// <remarks>
/// Called from any thread, from background reclaim too, for different keys at once and never for the same page at once. An implementation must not
/// use the memory it is the store of: the page it is called for is locked. What it throws while reading reaches the program as the inner exception of a
/// <see cref="TierIOException"/>; a page whose write fails stays in memory, dirty. One that can work without
/// holding a thread says so by <see cref="IAsyncPageStore"/>.
/// </remarks>
public interface IPageStore
{
    /// <summary>Fills <paramref name="page"/>, one page long, with what is stored under <paramref name="key"/>.</summary>
    void Read(long key, Span<byte> page);

    /// <summary>Stores <paramref name="page"/>, one page long, under <paramref name="key"/>.</summary>
    void Write(long key, ReadOnlySpan<byte> page);
}
