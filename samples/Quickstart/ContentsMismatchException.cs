namespace TierPolicy.Samples.Quickstart;

/// <summary>A page did not have the contents that were written to it.</summary>
internal sealed class ContentsMismatchException(string message) : Exception(message);
