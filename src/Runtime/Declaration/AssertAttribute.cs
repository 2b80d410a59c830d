namespace TierPolicy;

/// <summary>A statement about the demotion table that is checked when the program is compiled.</summary>
/// <param name="assertion">
/// As in the language: <c>Dram0 -> Cxl0 -> Ssd</c>, <c>Ssd -> none</c>, or <c>offline(Cxl1): Dram1 -> Cxl0</c>.
/// </param>
[AttributeUsage(AttributeTargets.Struct, AllowMultiple = true)]
public sealed class AssertAttribute(string assertion) : Attribute
{
    /// <summary>The statement.</summary>
    public string Assertion { get; } = assertion;
}
