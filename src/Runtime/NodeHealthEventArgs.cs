namespace TierPolicy;

/// <summary>A node, or swap, has begun to fail, and gets no pages any more, or works again. See <see cref="TieredMemory{TPolicy}.NodeHealthChanged"/>.</summary>
public sealed class NodeHealthEventArgs : EventArgs
{
    internal NodeHealthEventArgs(int node, string name, long errors, Exception? error, TimeSpan retryAfter)
    {
        Node = node;
        Name = name;
        Errors = errors;
        Error = error;
        RetryAfter = retryAfter;
    }

    /// <summary>The node's id; -1 for swap.</summary>
    public int Node { get; }

    /// <summary>Its name in the topology; <c>swap</c>.</summary>
    public string Name { get; }

    /// <summary>Whether it fails; else it works again.</summary>
    public bool IsFailing => Error is not null;

    /// <summary>What the device said; null where it works again.</summary>
    public Exception? Error { get; }

    /// <summary>Reads and writes that failed until now.</summary>
    public long Errors { get; }

    /// <summary>The time until pages are sent to it again, to see whether it works; zero where it does.</summary>
    public TimeSpan RetryAfter { get; }
}
