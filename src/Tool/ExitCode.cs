namespace TierPolicy.Tool;

/// <summary>What scripts see.</summary>
internal static class ExitCode
{
    public const int Fine = 0;

    /// <summary>The policy has errors, or (<c>fmt --check</c>) is not in shape.</summary>
    public const int PolicyHasErrors = 1;

    /// <summary>A file that is not there, an option that is none, a node that the topology does not have.</summary>
    public const int WrongUsage = 2;
}
