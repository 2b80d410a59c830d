namespace TierPolicy.Tool;

/// <summary>The command was called wrongly. The message is the one line that the user sees.</summary>
internal sealed class UsageException(string message) : Exception(message);
