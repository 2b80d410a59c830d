using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Evaluation;
using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Binding;

/// <summary>Checks each <c>assert</c> and <c>expect</c> of a policy, and runs it where what it depends on is sound.</summary>
/// <param name="syntax">The policy as written.</param>
/// <param name="topology">Its topology.</param>
/// <param name="run">What it can be run on; where there is nothing, only names and types are looked at.</param>
/// <param name="domains">The policy's domains by name: their ids.</param>
/// <param name="diagnostics">Where mistakes go.</param>
internal sealed class PolicyTestBinder(
    PolicySyntax syntax,
    BoundTopology topology,
    PolicyTestRun run,
    IReadOnlyDictionary<string, int> domains,
    DiagnosticBag diagnostics)
{
    private const string End = "none";

    public void Bind(CancellationToken cancellation)
    {
        FactNames? names = null;
        foreach (MemberSyntax member in syntax.Members)
        {
            cancellation.ThrowIfCancellationRequested();
            switch (member)
            {
                case AssertSyntax assert:
                    BindAssert(assert);
                    break;
                case ExpectSyntax expect:
                    BindExpect(expect, names ??= new FactNames(syntax));
                    break;
            }
        }
    }

    private void BindAssert(AssertSyntax assert)
    {
        int errors = diagnostics.Errors;
        int set = assert.Offline is null ? 0 : BindOffline(assert.Offline);
        List<int> chain = [];
        bool endsInNone = false;
        foreach (NameSyntax step in assert.Steps)
        {
            if (endsInNone)
            {
                diagnostics.Report(Descriptors.ChainAfterNone, step.Location);
                return;
            }

            if (step.Text == End)
            {
                endsInNone = true;
            }
            else if (topology.ResolveNode(step, diagnostics) is { } node)
            {
                chain.Add(node);
            }
        }

        if (run.Policy is not { } policy || diagnostics.Errors > errors || chain.Count == 0)
        {
            return;
        }

        if (AssertEvaluator.Check(policy, set, chain, endsInNone) is { } found)
        {
            int held = 0;
            while (held < chain.Count && held < found.Nodes.Count && found.Nodes[held] == chain[held])
            {
                held++;
            }

            // The first step that does not hold.
            NameSyntax step = assert.Steps[Math.Min(held, assert.Steps.Count - 1)];
            string path = string.Join(" -> ", found.Nodes.Select(topology.NameOf)) + (found.EndsInNone ? " -> " + End : "");
            diagnostics.Report(Descriptors.FalseAssert, step.Location, path);
        }
    }

    /// <summary>The number of the set in which these nodes are off line.</summary>
    private int BindOffline(NodesSyntax offline)
    {
        int set = 0;
        foreach (int node in topology.Resolve(offline, diagnostics).Ordered)
        {
            if (topology.Topology.Nodes[node].Hotplug)
            {
                set |= 1 << topology.Topology.Nodes.Take(node).Count(before => before.Hotplug);
            }
            else
            {
                SourceLocation location = offline.Names.FirstOrDefault(name => name.Text == topology.NameOf(node))?.Location ?? offline.Location;
                diagnostics.Report(Diagnostic.Create(Descriptors.NotHotplug, location, topology.NameOf(node)) with
                {
                    Related = new RelatedLocation($"'{topology.NameOf(node)}' is declared here", topology.Topology.Nodes[node].Location),
                });
            }
        }

        return set;
    }

    private void BindExpect(ExpectSyntax expect, FactNames names)
    {
        int errors = diagnostics.Errors;
        int? node = topology.ResolveNode(expect.Node, diagnostics);
        int? target = expect.Target is null ? null : topology.ResolveNode(expect.Target, diagnostics);
        FactReader facts = new(expect.Facts, names, domains, diagnostics);
        PageFacts page = facts.Read(node ?? 0);
        if (run.Policy is not { } policy || !run.AreDomainsKnown || diagnostics.Errors > errors || node is null)
        {
            return;
        }

        Verdict found = RuleEvaluator.Expect(policy, page);
        bool holds = expect.Verdict.Text switch
        {
            "keep" => found.Kind == ReclaimVerdict.Keep,
            "discard" => found.Kind == ReclaimVerdict.Discard,
            _ => target is { } wanted && found.DemotesTo(wanted),
        };
        if (holds || !run.IsCertain(found.Rule))
        {
            return;
        }

        SourceLocation first = expect.Verdict.Location;
        SourceLocation last = (expect.Target ?? expect.Verdict).Location;
        SourceLocation location = first with { Span = TextSpan.FromBounds(first.Span.Start, Math.Max(first.Span.End, last.Span.End)) };
        ReclaimRule? rule = found.Rule < 0 ? null : policy.ReclaimRules[found.Rule];
        string expected = expect.Target is null ? expect.Verdict.Text : $"{expect.Verdict.Text} {expect.Target.Text}";
        string reason = rule is null ? "no rule matches" : $"'{NumberReader.Shorten(rule.Text)}' decides";
        diagnostics.Report(Diagnostic.Create(Descriptors.FalseExpect, location, expected, Show(found), reason) with
        {
            Related = rule is null ? null : new RelatedLocation("the rule that decides", rule.Location),
            Replacement = Show(found, mostTargets: 1),
        });
    }

    private string Show(Verdict verdict, int mostTargets = int.MaxValue)
    {
        if (verdict.Kind != ReclaimVerdict.Demote)
        {
            return verdict.Kind == ReclaimVerdict.Keep ? "keep" : "discard";
        }

        IEnumerable<string> targets = topology.Topology.Nodes.Where(node => verdict.DemotesTo(node.Id)).Select(node => node.Name).Take(mostTargets);
        return "demote " + string.Join(" or ", targets);
    }
}
