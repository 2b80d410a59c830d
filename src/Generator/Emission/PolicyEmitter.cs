using TierPolicy.Language.Model;

namespace TierPolicy.Generator.Emission;

/// <summary>
/// Writes the struct of a policy. The runtime's interface is implemented explicitly: what shows on the struct is its
/// <c>Domains</c>, and what the program adds.
/// </summary>
internal static partial class PolicyEmitter
{
    private const string Contract = "global::TierPolicy.ITierPolicy";

    public static string Emit(Policy policy, CancellationToken cancellation)
    {
        CodeWriter writer = SourceFile.Begin(policy.Namespace);
        OpenStruct(writer, policy);
        WriteDomains(writer, policy.Name, [.. policy.Domains.Select(domain => domain.Name)]);
        WriteDescription(writer, policy);
        cancellation.ThrowIfCancellationRequested();
        WriteTables(writer, policy, cancellation);
        WriteHooks(writer, policy, cancellation);
        writer.Close();
        return writer.Finish();
    }

    private static void OpenStruct(CodeWriter writer, Policy policy)
    {
        string accessibility = "";
        if (!policy.IsDeclaredInCSharp)
        {
            WriteDocumentation(writer, policy);
            accessibility = policy.IsInternal ? "internal " : "public ";
        }
        else
        {
            writer.Directive("#pragma warning disable CS1591 // It is documented where it is declared, or not.");
        }

        writer.Open($"{accessibility}readonly partial struct {CSharpText.TypeName(policy.Name)} : {Contract}");
    }

    private static void WriteDocumentation(CodeWriter writer, Policy policy)
    {
        Topology topology = policy.Topology;
        writer.WriteSummary($"The policy <c>{CSharpText.Documentation(policy.Name)}</c> on the topology <c>{CSharpText.Documentation(topology.Name)}</c>.");
        writer.Line("/// <remarks>");
        writer.Line("/// Demotion with all nodes on line:");
        writer.Line("/// <list type=\"bullet\">");
        for (int node = 0; node < topology.Nodes.Count; node++)
        {
            ulong preferred = policy.Tables.Preferred[node];
            ulong others = policy.Tables.Fallback[node] & ~preferred;
            string targets = preferred == 0 ? "none" : string.Join(", ", NamesOf(topology, preferred));
            string fallback = others == 0 ? "" : $", else {string.Join(", ", NamesOf(topology, others))}";
            writer.Line($"/// <item>{CSharpText.Documentation(topology.Nodes[node].Name)} -> {CSharpText.Documentation(targets + fallback)}</item>".Replace(" -> ", " → "));
        }

        writer.Line("/// </list>");
        writer.Line("/// </remarks>");
    }

    private static IEnumerable<string> NamesOf(Topology topology, ulong nodes) =>
        topology.Nodes.Where(node => (nodes & (1UL << node.Id)) != 0).Select(node => node.Name);

    /// <summary>Writes the class in which a program finds the domains by name.</summary>
    private static void WriteDomains(CodeWriter writer, string policy, string[] domains)
    {
        if (domains.Length == 0)
        {
            return;
        }

        // A class must not be called as its member or as the type it stands in.
        string name = "Domains";
        while (name == policy || domains.Contains(name))
        {
            name += "_";
        }

        // A property X reserves get_X and set_X: where a domain is called that, all of them are fields.
        bool asFields = domains.Any(domain => domain.StartsWith("get_", StringComparison.Ordinal) || domain.StartsWith("set_", StringComparison.Ordinal));

        writer.WriteSummary("The domains of the policy.");
        writer.WriteGeneratedCode();
        writer.Open($"public static class {name}");
        for (int i = 0; i < domains.Length; i++)
        {
            string hides = HiddenMembers.Contains(domains[i]) ? "new " : "";
            string modifiers = asFields ? $"public {hides}static readonly" : $"public {hides}static";
            string assign = asFields ? "=" : "=>";
            writer.WriteSummary($"The domain <c>{CSharpText.Documentation(domains[i])}</c>.");
            writer.Line($"{modifiers} global::TierPolicy.DomainId {CSharpText.Identifier(domains[i])} {assign} new({CSharpText.Integer(i + 1)});");
        }

        writer.Close();
        writer.Line();
    }

    /// <summary>Members that every class inherits.</summary>
    private static readonly HashSet<string> HiddenMembers = new(StringComparer.Ordinal)
    {
        nameof(Equals), nameof(GetHashCode), nameof(GetType), nameof(MemberwiseClone), nameof(ReferenceEquals), nameof(ToString), "Finalize",
    };

    /// <summary>Opens the explicit implementation of a property of the contract.</summary>
    private static void WriteProperty(CodeWriter writer, string type, string name, string body)
    {
        writer.WriteGeneratedCode();
        writer.Line($"static {type} {Contract}.{name} => {body};");
        writer.Line();
    }
}
