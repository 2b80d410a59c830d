namespace TierPolicy;

/// <summary>No page can be had: every node that may give one is full of pages that cannot leave. The message says which node is full of what.</summary>
public sealed class TierFullException : TieredMemoryException
{
    /// <summary>Makes the exception.</summary>
    public TierFullException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
