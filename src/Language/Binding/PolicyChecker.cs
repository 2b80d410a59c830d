using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Binding;

/// <summary>Looks at a whole policy that has no errors for what is legal, but surely unwanted or worth knowing.</summary>
internal sealed class PolicyChecker(Policy policy, PolicySyntax syntax, DiagnosticBag diagnostics, CancellationToken cancellation)
{
    private readonly RuleChains _chains = new(policy);

    public void Check()
    {
        CheckMigrate();
        RuleCoverage coverage = new(policy, _chains, cancellation);
        bool?[] canFall = [.. policy.Topology.Nodes.Select(node => coverage.CanFallThrough(node.Id))];
        CheckStranded(canFall);
        CheckTotal(canFall);
        DemotionChecker demotion = new(policy, syntax, _chains, diagnostics);
        demotion.Check();
        new RuleChecker(policy, syntax, _chains, diagnostics, cancellation).Check(demotion.IsOrderEmpty);
    }

    private bool Migrates => (policy.Reclaim & ReclaimModes.Migrate) != 0;

    private void CheckMigrate()
    {
        if (!Migrates && policy.ReclaimRules.FirstOrDefault(rule => rule.Verdict == ReclaimVerdict.Demote) is { } demote)
        {
            SourceLocation location = syntax.Members.OfType<ReclaimSyntax>().FirstOrDefault()?.Location ?? policy.Location;
            diagnostics.Report(Diagnostic.Create(Descriptors.MigrateOff, location, policy.Name) with
            {
                Related = new RelatedLocation("a demote rule", demote.Location),
            });
        }
    }

    /// <summary>Pages that went to slower memory stay there for good; from a node that is not memory they come up when they are read.</summary>
    private void CheckStranded(bool?[] canFall)
    {
        if (!Migrates || policy.PromoteRules.Count > 0)
        {
            return;
        }

        ulong memory = 0;
        foreach (Node node in policy.Topology.Nodes)
        {
            memory |= node.Kind.IsByteAddressable() ? 1UL << node.Id : 0;
        }

        if (policy.Topology.Nodes.Any(node => Demotes(node.Id, memory, canFall[node.Id])))
        {
            diagnostics.Report(Descriptors.StrandedPages, policy.Location, policy.Name);
        }
    }

    private bool Demotes(int node, ulong memory, bool? canFall)
    {
        ulong reach = (policy.Tables.Preferred[node] | policy.Tables.Fallback[node]) & memory;
        ReclaimRule[] demotions = [.. policy.ReclaimRules.Where(rule => rule.Verdict == ReclaimVerdict.Demote && (rule.Sources & (1UL << node)) != 0)];
        return demotions.Length == 0
            ? reach != 0 && canFall != false
            : demotions.Any(rule => rule.Targets.Count == 0 ? reach != 0 : rule.Targets.Any(target => (reach & (1UL << target)) != 0));
    }

    private void CheckTotal(bool?[] canFall)
    {
        foreach (Node node in policy.Topology.Nodes)
        {
            if (canFall[node.Id] != true || !_chains.HasRules(node.Id))
            {
                continue;
            }

            bool isNamed = policy.ReclaimRules.Any(rule => rule.Verdict == ReclaimVerdict.Demote && (rule.Sources & (1UL << node.Id)) != 0);
            string then = isNamed ? "it goes to ordinary reclaim" : "it goes to the demotion gate";
            diagnostics.Report(Diagnostic.Create(Descriptors.RulesNotTotal, policy.Location, node.Name, then) with
            {
                Related = new RelatedLocation($"'{node.Name}' is declared here", node.Location),
            });
        }
    }
}
