namespace TierPolicy.Tool.Conversion;

/// <summary>Something that the other form cannot say. The message is the one line that the user sees.</summary>
internal sealed class ConversionException(string message) : Exception(message);
