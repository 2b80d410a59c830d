using TierPolicy.Tool.Kernel;

namespace TierPolicy.Tool.Verifying;

/// <summary>Something that a machine has otherwise than a policy takes it to be.</summary>
/// <param name="Severity">Whether the policy fails or is undone by it.</param>
/// <param name="Node">The topology's node that it is about; null for the machine.</param>
/// <param name="Message">What is the matter.</param>
/// <param name="Help">What to do; null where <paramref name="Fix"/> says it.</param>
/// <param name="Fix">A setting of the kernel that would be changed.</param>
internal sealed record Finding(FindingSeverity Severity, string? Node, string Message, string? Help = null, KernelSetting? Fix = null);

internal enum FindingSeverity
{
    /// <summary>The memory cannot be created, or pages go elsewhere than the policy says.</summary>
    Error,

    /// <summary>It runs, but worse than it could, or not always.</summary>
    Warning,

    /// <summary>Worth knowing.</summary>
    Note,
}
