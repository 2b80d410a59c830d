using TierPolicy.Language.Binding;

namespace TierPolicy.Generator.Emission;

/// <content>What is left of a policy with errors: a struct against which the program compiles, so that one mistake is not a hundred.</content>
internal static partial class PolicyEmitter
{
    public static string Emit(FallbackPolicy policy, CancellationToken cancellation)
    {
        CodeWriter writer = SourceFile.Begin(policy.Namespace);
        string accessibility = "";
        if (!policy.IsDeclaredInCSharp)
        {
            writer.WriteSummary($"The policy <c>{CSharpText.Documentation(policy.Name)}</c>, which has errors.");
            accessibility = policy.IsInternal ? "internal " : "public ";
        }
        else
        {
            writer.Directive("#pragma warning disable CS1591 // It is documented where it is declared, or not.");
        }

        writer.Open($"{accessibility}readonly partial struct {CSharpText.TypeName(policy.Name)} : {Contract}");
        WriteDomains(writer, policy.Name, [.. policy.Domains]);
        string failure = $"throw new global::System.InvalidOperationException({CSharpText.Literal($"The policy {policy.Name} has errors.")})";
        foreach ((string type, string member) in Hooks)
        {
            cancellation.ThrowIfCancellationRequested();
            WriteProperty(writer, type, member, failure);
        }

        writer.Close();
        return writer.Finish();
    }

    private static readonly (string Type, string Member)[] Hooks =
    [
        ("global::TierPolicy.PolicyDescription", "Description"),
        ("global::System.ReadOnlySpan<sbyte>", "NextDemotionNode"),
        ("global::System.ReadOnlySpan<ulong>", "PreferredTargets"),
        ("global::System.ReadOnlySpan<ulong>", "FallbackTargets"),
        ("global::System.ReadOnlySpan<byte>", "NodesByScore"),
        ("global::System.ReadOnlySpan<byte>", "AllocationOrder"),
        ("global::System.ReadOnlySpan<byte>", "RuleTargets(int rule)"),
        ("global::TierPolicy.ReclaimDecision", "Reclaim(in global::TierPolicy.PageInfo page, in global::TierPolicy.RuleContext context)"),
        ("global::TierPolicy.PromotionDecision", "Promote(in global::TierPolicy.PageInfo page, in global::TierPolicy.RuleContext context)"),
        ("int", "Proactive(in global::TierPolicy.PageInfo page, in global::TierPolicy.RuleContext context)"),
    ];
}
