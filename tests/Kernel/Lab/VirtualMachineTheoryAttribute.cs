namespace TierPolicy.Kernel.Tests.Lab;

/// <inheritdoc cref="VirtualMachineFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class VirtualMachineTheoryAttribute : TheoryAttribute
{
    public VirtualMachineTheoryAttribute() => Skip = VirtualMachineFactAttribute.Problem;
}
