using CsCheck;
using TierPolicy.Generator.Tests.Hosting;
using TierPolicy.Language.Binding;
using TierPolicy.Language.Evaluation;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;
using Model = TierPolicy.Language.Model;

namespace TierPolicy.Generator.Tests;

/// <summary>The compiled hooks decide as the evaluator of the language does: two readings of one policy.</summary>
public sealed class DifferentialTests
{
    private const string Predicates =
        """
        using TierPolicy;

        public static class Ask
        {
            public static bool IsOdd(in PageInfo page) => (page.Tag & 1) != 0;

            public static bool IsBusy(in PageInfo page) => page.Accesses > 4;
        }
        """;

    /// <summary>Policies that between them use every order, clause and operator.</summary>
    public static TheoryData<string> Policies => new(
        Samples.Search,
        Samples.FourNodes + """
        policy P on FourNodes
        {
            reclaim migrate;
            order nearest;
            keep Fast when page.tag >= 3 and not (page.dirty or page.kind == anon);
            discard when page.idle + 1s > page.age and page.accesses != 2;
            // tierpolicy disable TP0214 the table never gives it, and neither may the hooks
            demote Dram0 -> Cxl1 when target.free > 20%;
            demote Fast when source.free < target.free;
            discard when target.free == 0%;
            promote Slow -> Dram1 when target.free >= 50%;
            promote * -> Fast when page.accesses > 1 or page.dirty;
            proactive Fast when page.idle >= 2s and target.free > 10%;
            proactive * when page.age >= 3s;
        }
        """,
        Samples.FourNodes + """
        policy P on FourNodes
        {
            reclaim migrate;
            order exclusive;
            demote Dram0 when Ask.IsOdd(page);
            keep when page.domain == B and Ask.IsBusy(page);
            demote * -> Slow when page.domain != none or page.tag == page.accesses;
            promote Cxl0, Cxl1 -> Dram0 when not Ask.IsOdd(page);
            domain A { nodes Fast, Cxl1; }
            domain B { nodes Dram0, Cxl0; demotion limit; }
            domain C { demotion off; }
        }
        """,
        Samples.FourNodes.Replace("numa 2;", "numa 2; hotplug;", StringComparison.Ordinal).Replace("numa 3;", "numa 3; hotplug;", StringComparison.Ordinal) + """
        policy P on FourNodes
        {
            reclaim migrate;
            order manual;
            demote Dram0 -> Cxl1, Cxl0 when page.idle - page.age < 1s and target.free > 30%;
            demote Dram0, Dram1 -> Cxl0 when page.tag > 1;
            discard Slow when page.age > page.idle;
            keep * when target.free >= 90% or source.free <= 5%;
            promote Slow -> Fast;
            domain A { nodes Fast, Cxl0; }
        }
        """,
        """
        topology Derived
        {
            node Hbm : hbm { capacity 1GiB; cpus; }
            node Dram : dram { capacity 1GiB; cpus; hotplug; }
            node Cxl : cxl { capacity 1GiB; hotplug; }
            node Zip : compressed { capacity 1GiB; }
            node Ssd : file { capacity 1GiB; path "p"; }
        }

        policy P on Derived
        {
            reclaim migrate;
            demote Hbm -> Zip, Ssd when page.kind == anon;
            demote * when page.accesses + 1 >= page.tag;
            promote * -> Hbm, Dram when page.idle < 3s;
        }
        """);

    [Theory]
    [MemberData(nameof(Policies))]
    public void Compiled_hooks_decide_as_the_evaluator_does(string text)
    {
        BindingResult bound = Binder.Bind([Parser.ParseFile("policy.tierpolicy", text)]);
        Model.Policy policy = Assert.Single(bound.Policies);
        PolicyHooks hooks = PolicyProject
            .OfPolicy(text)
            .WithCSharp(Predicates)
            .Generate().AssertCompiles()
            .Hooks(policy.Namespace.Length == 0 ? policy.Name : $"{policy.Namespace}.{policy.Name}");

        AssertSameTables(policy.Tables, hooks);
        (from node in Gen.Int[0, policy.Topology.Nodes.Count - 1]
         from set in Gen.Int[0, policy.Tables.Sets - 1]
         from idle in Seconds
         from age in Seconds
         from accesses in Gen.Int[0, 6]
         from tag in Gen.Byte[0, 6]
         from dirty in Gen.Bool
         from file in Gen.Bool
         from domain in Gen.Int[0, policy.Domains.Count]
         from sourceFree in Percent
         from targetFree in Percent
         select (
            Set: set,
            TargetFree: targetFree,
            SourceFree: sourceFree,
            Page: new PageInfo
            {
                Node = node,
                IdleNanoseconds = idle,
                AgeNanoseconds = age,
                Accesses = accesses,
                Tag = tag,
                IsDirty = dirty,
                Kind = file ? PageKind.File : PageKind.Anon,
                Domain = domain,
            }))
            .Sample(sample => AssertSameDecisions(policy, hooks, sample.Page, sample.Set, sample.SourceFree, sample.TargetFree), iter: 5_000);
    }

    private static Gen<long> Seconds => Gen.OneOf(Gen.Long[0, 6].Select(seconds => seconds * 500_000_000), Gen.Long[0, long.MaxValue]);

    private static Gen<int> Percent => Gen.Int[0, 20].Select(twentieths => twentieths * 50_000);

    private static void AssertSameTables(Model.DemotionTables tables, PolicyHooks hooks)
    {
        Assert.Equal(tables.Next, hooks.Next);
        Assert.Equal(tables.Preferred, hooks.Preferred);
        Assert.Equal(tables.Fallback, hooks.Fallback);
        Assert.Equal(tables.ByScore, hooks.ByScore);
        Assert.Equal(tables.AllocationOrder, hooks.AllocationOrder);
    }

    private static void AssertSameDecisions(Model.Policy policy, PolicyHooks hooks, PageInfo page, int set, int sourceFree, int targetFree)
    {
        List<string> holding = [];
        if ((page.Tag & 1) != 0)
        {
            holding.Add("Ask.IsOdd");
        }

        if (page.Accesses > 4)
        {
            holding.Add("Ask.IsBusy");
        }

        PageFacts facts = new()
        {
            Node = page.Node,
            IdleNanoseconds = page.IdleNanoseconds,
            AgeNanoseconds = page.AgeNanoseconds,
            Accesses = page.Accesses,
            Tag = page.Tag,
            IsDirty = page.IsDirty,
            Kind = (Model.PageKind)page.Kind,
            Domain = page.Domain,
            SourceFree = sourceFree,
            TargetFree = targetFree,
            TruePredicates = holding.ToEquatableArray(),
        };

        // All other nodes have the same room, so that the evaluator, which knows one figure, knows them all.
        long[] free = [.. Enumerable.Range(0, policy.Topology.Nodes.Count).Select(node => node == page.Node ? (long)sourceFree : targetFree)];
        RuleContext context = hooks.ContextOf(page, set, free);

        Verdict verdict = RuleEvaluator.Evaluate(policy, facts, set);
        Assert.Equal((verdict.Kind.ToString(), verdict.Rule, verdict.Targets, verdict.Named), Resolve(hooks.Reclaim(page, context), context));

        PromotionVerdict promotion = PromotionEvaluator.Evaluate(policy, facts, set);
        PromotionDecision decision = hooks.Promote(page, context);
        Assert.Equal((promotion.Rule, promotion.Target), (decision.Rule, decision.Target));

        ulong gate = context.Targets(ulong.MaxValue);
        long gateFree = gate == 0 ? 0 : targetFree;
        int proactive = policy.ProactiveRules.ToList().FindIndex(rule => (rule.Sources & (1UL << page.Node)) != 0 && ExpressionEvaluator.Holds(rule.When, facts, gateFree));
        Assert.Equal(proactive, hooks.Proactive(page, context));
    }

    /// <summary>Looks up the targets where no rule matched, as the gate does.</summary>
    private static (string Verdict, int Rule, ulong Targets, ulong Named) Resolve(ReclaimDecision decision, RuleContext context)
    {
        ulong targets = decision is { Verdict: ReclaimVerdict.Demote, Rule: -1 } ? context.Targets(decision.Named) : decision.Targets;
        return decision.Verdict == ReclaimVerdict.Demote && targets == 0
            ? (nameof(ReclaimVerdict.Discard), decision.Rule, 0, 0)
            : (decision.Verdict.ToString(), decision.Rule, targets, decision.Named);
    }
}
