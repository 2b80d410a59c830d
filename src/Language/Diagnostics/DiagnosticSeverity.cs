namespace TierPolicy.Language.Diagnostics;

public enum DiagnosticSeverity
{
    /// <summary>Advice.</summary>
    Information,

    /// <summary>Legal, but surely unwanted.</summary>
    Warning,

    /// <summary>Wrong, or in contradiction with itself.</summary>
    Error,
}
