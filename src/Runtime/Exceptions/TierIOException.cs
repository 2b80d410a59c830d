namespace TierPolicy;

/// <summary>A node, the swap or the store failed to give or take a page's contents. The page stays where it was; nothing is lost by it.</summary>
public sealed class TierIOException : IOException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What failed.</param>
    /// <param name="place">The name of the node, or <c>swap</c>, or <c>store</c>.</param>
    /// <param name="innerException">What the device said.</param>
    public TierIOException(string message, string place, Exception innerException)
        : base(message, innerException) => Place = place;

    /// <summary>The name of the node that failed, or <c>swap</c>, or <c>store</c>.</summary>
    public string Place { get; }
}
