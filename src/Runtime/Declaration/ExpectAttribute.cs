namespace TierPolicy;

/// <summary>A unit test of the rules that is run when the program is compiled, or a test of a trace that <c>tierpolicy test</c> runs.</summary>
/// <param name="expectation">
/// As in the language: <c>Dram0 { tag 1; idle 10s; } -> keep</c>, or <c>trace "web.tptrace" { hits >= 90%; }</c>.
/// </param>
[AttributeUsage(AttributeTargets.Struct, AllowMultiple = true)]
public sealed class ExpectAttribute(string expectation) : Attribute
{
    /// <summary>The test.</summary>
    public string Expectation { get; } = expectation;
}
