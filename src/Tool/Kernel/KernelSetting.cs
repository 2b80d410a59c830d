namespace TierPolicy.Tool.Kernel;

/// <summary>A setting of the kernel, and what it should be.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Now">What it is.</param>
/// <param name="Wanted">What it should be.</param>
internal sealed record KernelSetting(string Path, string Now, string Wanted)
{
    /// <summary>For a root shell.</summary>
    public string Command => $"echo {Wanted} > {Path}";
}
