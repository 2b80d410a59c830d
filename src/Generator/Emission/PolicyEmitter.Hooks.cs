using TierPolicy.Language.Model;
using TierPolicy.Language.Text;

namespace TierPolicy.Generator.Emission;

/// <content>The hooks: the rules, compiled.</content>
internal static partial class PolicyEmitter
{
    private const string HookParameters = "(in global::TierPolicy.PageInfo page, in global::TierPolicy.RuleContext context)";

    /// <summary>Where a rule has no targets of its own, <c>target.free</c> is that of where the page would go without rules.</summary>
    private const string GateFree = "context.TargetFree(context.Targets(ulong.MaxValue))";

    private static void WriteHooks(CodeWriter writer, Policy policy, CancellationToken cancellation)
    {
        WriteRuleTargets(writer, policy);
        WriteHook(writer, policy, "global::TierPolicy.ReclaimDecision", "Reclaim", hook => WriteReclaim(hook, policy, cancellation));
        writer.Line();
        WriteHook(writer, policy, "global::TierPolicy.PromotionDecision", "Promote", hook => WritePromote(hook, policy, cancellation));
        writer.Line();
        WriteHook(writer, policy, "int", "Proactive", hook => WriteProactive(hook, policy, cancellation));
    }

    private static void WriteRuleTargets(CodeWriter writer, Policy policy)
    {
        if (policy.Order != DemotionOrder.Manual || policy.ReclaimRules.All(rule => rule.Targets.Count == 0))
        {
            WriteProperty(writer, "global::System.ReadOnlySpan<byte>", "RuleTargets(int rule)", "[]");
            return;
        }

        writer.WriteGeneratedCode();
        writer.Open($"static global::System.ReadOnlySpan<byte> {Contract}.RuleTargets(int rule)");
        writer.Open("switch (rule)");
        for (int i = 0; i < policy.ReclaimRules.Count; i++)
        {
            if (policy.ReclaimRules[i].Targets.Count > 0)
            {
                writer.Line($"case {CSharpText.Integer(i)}: return {ListOf(policy.ReclaimRules[i].Targets)};");
            }
        }

        writer.Line("default: return [];");
        writer.Close();
        writer.Close();
        writer.Line();
    }

    private static void WriteHook(CodeWriter writer, Policy policy, string type, string name, Action<HookWriter> writeRules)
    {
        writer.WriteGeneratedCode();
        writer.Open($"static {type} {Contract}.{name}{HookParameters}");
        writeRules(new HookWriter(policy.Topology, writer));
        writer.Close();
    }

    private static void WriteReclaim(HookWriter hook, Policy policy, CancellationToken cancellation)
    {
        ulong demoting = 0;
        for (int i = 0; i < policy.ReclaimRules.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            ReclaimRule rule = policy.ReclaimRules[i];
            string index = CSharpText.Integer(i);
            if (rule.Verdict == ReclaimVerdict.Demote)
            {
                demoting |= rule.Sources;
                ulong named = rule.Targets.Count == 0 ? ulong.MaxValue : rule.Targets.Aggregate(0UL, (set, target) => set | (1UL << target));
                string targets = policy.Order == DemotionOrder.Manual
                    ? $"context.FirstOf({ListOf(rule.Targets)})"
                    : $"context.Targets({CSharpText.Mask(named)})";
                hook.Write(new HookRule(rule.Text, rule.Location, rule.Sources, rule.When)
                {
                    Targets = targets,
                    TargetFree = "context.TargetFree(targets)",
                    Decision = $"global::TierPolicy.ReclaimDecision.Demote({index}, targets, {CSharpText.Mask(named)})",
                });
            }
            else
            {
                hook.Write(new HookRule(rule.Text, rule.Location, rule.Sources, rule.When)
                {
                    TargetFree = GateFree,
                    Decision = $"global::TierPolicy.ReclaimDecision.{rule.Verdict}({index})",
                });
            }
        }

        hook.End($"global::TierPolicy.ReclaimDecision.NoRule(demoteRuleNamesNode: {hook.IsOn(demoting)})");
    }

    private static void WritePromote(HookWriter hook, Policy policy, CancellationToken cancellation)
    {
        // An access to a page on a node of another kind is a page-in, to which no rule applies.
        ulong byteAddressable = policy.Topology.Nodes.Where(node => node.Kind.IsByteAddressable()).Aggregate(0UL, (set, node) => set | (1UL << node.Id));
        for (int i = 0; i < policy.PromoteRules.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            PromoteRule rule = policy.PromoteRules[i];
            string best = $"context.BestOf({CSharpText.Mask(rule.Targets)})";
            hook.Write(new HookRule(rule.Text, rule.Location, rule.Sources & byteAddressable, rule.When)
            {
                TargetFree = $"((target = {best}) < 0 ? 0L : context.TargetFree(1UL << target))",
                TargetFreeLocal = "int target",
                Decision = $"new global::TierPolicy.PromotionDecision({CSharpText.Integer(i)}, {best})",
            });
        }

        hook.End("global::TierPolicy.PromotionDecision.Stay");
    }

    private static void WriteProactive(HookWriter hook, Policy policy, CancellationToken cancellation)
    {
        for (int i = 0; i < policy.ProactiveRules.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            ProactiveRule rule = policy.ProactiveRules[i];
            hook.Write(new HookRule(rule.Text, rule.Location, rule.Sources, rule.When)
            {
                TargetFree = GateFree,
                Decision = CSharpText.Integer(i),
            });
        }

        hook.End("-1");
    }

    private static string ListOf(EquatableArray<int> nodes) => $"[{string.Join(", ", nodes.Select(node => CSharpText.Integer(node)))}]";
}
