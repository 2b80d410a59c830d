namespace TierPolicy;

/// <summary>Which of the pages that the rules demote are let through.</summary>
public enum Admission
{
    /// <summary>Every one.</summary>
    Always,

    /// <summary>As long as the reads that demotion saves pay for its copies.</summary>
    Adaptive,
}
