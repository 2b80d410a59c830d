namespace TierPolicy;

/// <summary>Something that a tiered memory cannot do; the message says what, on which node, and what to do about it.</summary>
public class TieredMemoryException : Exception
{
    /// <summary>Makes the exception.</summary>
    public TieredMemoryException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
