namespace TierPolicy.Language.Diagnostics;

/// <summary>
/// The catalogue of mistakes. TP00xx form and names, TP01xx topologies, TP02xx policies, TP03xx rules and expressions,
/// TP04xx attributes, TP05xx use of the runtime.
/// </summary>
public static partial class Descriptors
{
    private static DiagnosticDescriptor Error(string id, string title, string message)
        => new(id, title, message, CategoryOf(id), DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Warning(string id, string title, string message)
        => new(id, title, message, CategoryOf(id), DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Information(string id, string title, string message)
        => new(id, title, message, CategoryOf(id), DiagnosticSeverity.Information);

    private static string CategoryOf(string id) => id[3] switch
    {
        '0' => "TierPolicy.Syntax",
        '1' => "TierPolicy.Topology",
        '2' => "TierPolicy.Policy",
        '3' => "TierPolicy.Rules",
        '4' => "TierPolicy.Attributes",
        _ => "TierPolicy.Usage",
    };
}
