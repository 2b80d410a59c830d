using CsCheck;
using TierPolicy.Language.Binding;
using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Evaluation;
using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Tests.Binding;

/// <summary>What the compiler says that rules never do, beside what they do: every page that makes a difference is run through them.</summary>
public class DeadRulePropertyTests
{
    private const int Iterations = 400;

    /// <summary>How many names the rules of one policy ask for: pages are all combinations of their values.</summary>
    private const int Names = 3;

    private const string Topology =
        """
        topology T
        {
            node Dram : dram { capacity 1GiB; cpus; }
            node Cxl : cxl { capacity 1GiB; hotplug; }
            node Ssd : file { capacity 1GiB; path "/ssd"; }
        }

        """;

    private const int Cxl = 1;
    private const int WithoutCxl = 1;

    [Fact]
    public void No_rule_that_is_called_dead_ever_decides_and_no_rule_list_that_is_not_called_open_lets_a_page_through()
        => From([.. Question.All, Question.Domain, Question.TargetFree, Question.TwoNames]).Sample(sample =>
        {
            Outcome outcome = sample.Run();
            for (int rule = 0; rule < outcome.Rules; rule++)
            {
                Assert.False(outcome.IsCalledDead(rule) && outcome.Decides[rule], $"Rule {rule} is called dead and decides.\n{sample.Text}");
                Assert.False(outcome.IsCalledAlwaysTrue(rule) && outcome.Fails[rule], $"The condition of rule {rule} is called always true and fails.\n{sample.Text}");
            }

            // Where no rule can ever match, that none does is not worth saying.
            foreach (string node in outcome.Open.Where(outcome.HasRules.Contains))
            {
                Assert.True(outcome.IsCalledOpen(node), $"A page on '{node}' falls through, and that is not said.\n{sample.Text}");
            }
        }, iter: Iterations);

    [Fact]
    public void Where_names_of_a_page_are_compared_with_constants_every_dead_rule_is_called_so_and_every_open_list()
        => From(Question.All).Sample(sample =>
        {
            Outcome outcome = sample.Run();
            for (int rule = 0; rule < outcome.Rules; rule++)
            {
                Assert.True(outcome.IsCalledDead(rule) || outcome.Decides[rule] || !outcome.IsTried[rule], $"Rule {rule} is dead, and that is not said.\n{sample.Text}");
            }

            foreach (Node node in outcome.Policy.Topology.Nodes)
            {
                Assert.True(outcome.Open.Contains(node.Name) || !outcome.IsCalledOpen(node.Name), $"No page on '{node.Name}' falls through.\n{sample.Text}");
            }
        }, iter: Iterations);

    private static Gen<Sample> From(Question[] questions) =>
        from chosen in Gen.Shuffle(questions, Names)
        from order in Gen.OneOf("tiers", "nearest", "exclusive", "manual")
        from rules in Rule(Condition(Gen.OneOf([.. chosen.Select(question => question.Atoms)]), depth: 3)).Array[1, 8]
        select new Sample($$"""
            {{Topology}}policy P on T
            {
                reclaim migrate;
                order {{order}};
                {{string.Join("\n    ", rules)}}
                domain Anywhere { }
                domain Fenced { nodes Dram, Ssd; }
            }
            """, chosen);

    private static Gen<string> Rule(Gen<string> condition) =>
        from verb in Gen.OneOf("keep", "keep Dram", "discard", "discard Cxl, Ssd", "demote Dram -> Cxl", "demote Dram -> Cxl, Ssd", "demote Dram, Cxl -> Ssd", "demote Cxl -> Ssd")
        from when in Gen.Frequency((9, condition.Select(text => " when " + text)), (1, Gen.Const("")))
        select verb + when + ";";

    private static Gen<string> Condition(Gen<string> atoms, int depth)
    {
        if (depth == 0)
        {
            return atoms;
        }

        Gen<string> part = Condition(atoms, depth - 1);
        Gen<string> chain = Gen.Select(part, Gen.OneOf("and", "or"), part, (left, word, right) => $"({left}) {word} ({right})");
        return Gen.Frequency((3, atoms), (1, part.Select(inner => $"not ({inner})")), (4, chain));
    }

    private sealed record Sample(string Text, Question[] Questions)
    {
        public Outcome Run()
        {
            BindingResult result = Binder.Bind([Parser.ParseFile("test.tierpolicy", Text)]);
            Assert.DoesNotContain(result.Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            Outcome outcome = new(result);
            PageFacts[] pages = [new() { Node = 0 }];
            foreach (Question question in Questions)
            {
                pages = [.. pages.SelectMany(page => question.Pages.Select(change => change(page)))];
            }

            foreach (Node node in result.Policies[0].Topology.Nodes)
            {
                for (int domain = 0; domain <= result.Policies[0].Domains.Count; domain++)
                {
                    outcome.Add([.. pages.Select(page => page with { Node = node.Id, Domain = domain })]);
                }
            }

            return outcome;
        }
    }

    /// <summary>What was said of a policy's rules, and what they did.</summary>
    private sealed class Outcome(BindingResult result)
    {
        private readonly Diagnostic[] _said = [.. result.Diagnostics];
        private readonly Policy[] _alone = [.. result.Policies[0].ReclaimRules.Select(rule => result.Policies[0] with { ReclaimRules = new([rule with { When = null }]) })];

        public Policy Policy { get; } = result.Policies[0];

        public int Rules => Policy.ReclaimRules.Count;

        public bool[] Decides { get; } = new bool[result.Policies[0].ReclaimRules.Count];

        public bool[] Fails { get; } = new bool[result.Policies[0].ReclaimRules.Count];

        /// <summary>Whether a rule would decide for some page if it stood alone and had no condition.</summary>
        public bool[] IsTried { get; } = new bool[result.Policies[0].ReclaimRules.Count];

        /// <summary>The nodes on which some page falls through.</summary>
        public HashSet<string> Open { get; } = [];

        /// <summary>The nodes on which some rule can match at all.</summary>
        public HashSet<string> HasRules { get; } = [];

        public bool IsCalledDead(int rule) => Says(rule, Descriptors.RuleNeverMatches) || Says(rule, Descriptors.NeverTrue);

        public bool IsCalledAlwaysTrue(int rule) => Says(rule, Descriptors.AlwaysTrue);

        public bool IsCalledOpen(string node) => _said.Any(diagnostic => diagnostic.Descriptor == Descriptors.RulesNotTotal && diagnostic.Arguments[0] == node);

        /// <summary>Runs the rules on pages of one node and one domain.</summary>
        public void Add(PageFacts[] pages)
        {
            PageFacts first = pages[0];
            if (first.Domain != 0 && (Policy.Domains[first.Domain - 1].Nodes & (1UL << first.Node)) == 0)
            {
                return;
            }

            for (int set = 0; set < Policy.Tables.Sets; set++)
            {
                if (set == WithoutCxl && first.Node == Cxl)
                {
                    continue;
                }

                for (int rule = 0; rule < Rules; rule++)
                {
                    if (RuleEvaluator.Evaluate(_alone[rule], first, set).Rule == 0)
                    {
                        IsTried[rule] = true;
                        HasRules.Add(NameOf(first));
                    }
                }

                foreach (PageFacts page in pages)
                {
                    Add(page, set);
                }
            }
        }

        private void Add(PageFacts page, int set)
        {
            bool isTaken = false;
            foreach (RuleAttempt attempt in RuleEvaluator.Attempts(Policy, page, set))
            {
                isTaken = attempt.Outcome == RuleOutcome.Matches;
                Decides[attempt.Rule] |= isTaken;
                Fails[attempt.Rule] |= attempt.Outcome == RuleOutcome.ConditionFails;
            }

            if (!isTaken)
            {
                Open.Add(NameOf(page));
            }
        }

        private string NameOf(PageFacts page) => Policy.Topology.Nodes[page.Node].Name;

        private bool Says(int rule, DiagnosticDescriptor descriptor)
        {
            TextSpan span = Policy.ReclaimRules[rule].Location.Span;
            return _said.Any(diagnostic => diagnostic.Descriptor == descriptor && diagnostic.Location.Span.Start >= span.Start && diagnostic.Location.Span.End <= span.End);
        }
    }
}
