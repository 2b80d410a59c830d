using TierPolicy.Linux;

namespace TierPolicy.Runtime.Tests.Harness;

/// <summary>A test of what the runtime does on Linux only, and of processors whose system calls it knows.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = LinuxOnly.Reason;
}

/// <inheritdoc cref="LinuxFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute() => Skip = LinuxOnly.Reason;
}

internal static class LinuxOnly
{
    public static string? Reason => SystemCalls.AreKnown ? null : "Only Linux, on x64 and arm64, has NUMA nodes that the runtime knows.";
}
