using System.CommandLine;
using TierPolicy.Language.Evaluation;
using TierPolicy.Language.Model;
using TierPolicy.Language.Ordering;
using TierPolicy.Tool.Explaining;
using TierPolicy.Tool.Predicates;
using TierPolicy.Tool.Reports;
using TierPolicy.Tool.Sources;

namespace TierPolicy.Tool.Verbs;

/// <summary><c>explain FILE…</c>: where pages go, and why.</summary>
internal static class ExplainVerb
{
    public static Command Create(Terminal terminal)
    {
        Argument<string[]> files = CommonOptions.Files();
        Option<string?> name = CommonOptions.Policy();
        Option<string?> offline = new(OfflineQuestion.Option) { Description = "Nodes that are off line, separated by commas: those that hotplug, or their tiers." };
        Option<string?> page = new(PageQuestion.Option) { Description = "A page to ask about, as in expect: \"on Dram0; idle 3s; dirty\"." };
        Option<string[]> reference = new(PredicateLibrary.Option) { Description = "An assembly with the C# predicates of the policy, to ask about the page; may be given several times.", DefaultValueFactory = _ => [] };
        Option<bool> json = CommonOptions.Json();
        Command command = new("explain", "Says where pages are demoted and promoted to, and why.") { files, name, offline, page, reference, json };
        command.SetAction(arguments =>
        {
            OfflineQuestion? offlineNodes = arguments.GetValue(offline) is { } nodes ? OfflineQuestion.Parse(nodes) : null;
            PageQuestion? question = arguments.GetValue(page) is { } text ? PageQuestion.Parse(text) : null;
            using PredicateLibrary library = new(arguments.GetValue(reference)!);
            return SoundProject.Use(terminal, arguments.GetRequiredValue(files), arguments.GetValue(json), project =>
            {
                IReadOnlyList<PolicyExplanation> explanations = Explain(project, project.Select(arguments.GetValue(name)), offlineNodes, question, library);
                Print(terminal, explanations, arguments.GetValue(json));
                return ExitCode.Fine;
            });
        });
        return command;
    }

    private static void Print(Terminal terminal, IReadOnlyList<PolicyExplanation> explanations, bool asJson)
    {
        if (asJson)
        {
            Json.Write(terminal.Out, ReportJson.Of(explanations));
            return;
        }

        if (explanations.Count == 0)
        {
            terminal.Out.WriteLine("There is no policy to explain.");
        }

        ExplanationPrinter printer = new(terminal);
        foreach (PolicyExplanation explanation in explanations)
        {
            printer.Print(explanation);
        }
    }

    /// <summary>
    /// Policies of one file may be on different topologies: a question that makes sense for some of them is answered for those.
    /// </summary>
    private static IReadOnlyList<PolicyExplanation> Explain(
        PolicyProject project,
        IReadOnlyList<Policy> policies,
        OfflineQuestion? offline,
        PageQuestion? page,
        PredicateLibrary library)
    {
        List<PolicyExplanation> explanations = [];
        string? firstMistake = null;
        foreach (Policy policy in policies)
        {
            if (TryExplain(project, policy, offline, page, library, out PolicyExplanation? explanation) is { } mistake)
            {
                firstMistake ??= mistake;
            }
            else
            {
                explanations.Add(explanation!);
            }
        }

        return explanations.Count == 0 && firstMistake is not null ? throw new UsageException(firstMistake) : explanations;
    }

    private static string? TryExplain(
        PolicyProject project,
        Policy policy,
        OfflineQuestion? offline,
        PageQuestion? page,
        PredicateLibrary library,
        out PolicyExplanation? explanation)
    {
        explanation = null;
        NodeSet offlineNodes = NodeSet.Empty;
        if (offline?.TryResolve(project, policy, out offlineNodes) is { } badNodes)
        {
            return $"{OfflineQuestion.Option}: {badNodes}";
        }

        PageFacts? facts = null;
        if (page?.TryResolve(project, policy, out facts) is { } badPage)
        {
            return $"{PageQuestion.Option}: {badPage}";
        }

        if (facts is not null && offlineNodes.Contains(facts.Node))
        {
            return $"{PageQuestion.Option}: '{policy.Topology.Nodes[facts.Node].Name}' is off line, so no page is on it";
        }

        IReadOnlyList<NodePlan> plans = NodePlan.Of(policy, offlineNodes);
        PageExplanation? answer = facts is null
            ? null
            : PageExplanation.Of(policy, page!, PredicateAnswers.Of(policy, facts, page!.SaidPredicates, library), offlineNodes, plans[facts.Node]);
        explanation = new PolicyExplanation(policy, offlineNodes, plans, answer);
        return null;
    }
}
