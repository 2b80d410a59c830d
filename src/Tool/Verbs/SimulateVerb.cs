using System.CommandLine;
using TierPolicy.Language.Model;
using TierPolicy.Simulation;
using TierPolicy.Tool.Predicates;
using TierPolicy.Tool.Simulating;
using TierPolicy.Tool.Sources;
using TierPolicy.Traces;

namespace TierPolicy.Tool.Verbs;

/// <summary><c>simulate POLICY TRACE…</c>: what a policy would do with recorded accesses.</summary>
internal static class SimulateVerb
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> file = new("POLICY") { Description = "A policy file, or a folder of them." };
        Argument<string[]> traces = new("TRACE") { Description = "Recorded accesses; several files are run one after the other.", Arity = ArgumentArity.OneOrMore };
        Option<string?> name = CommonOptions.Policy();
        Option<string[]> capacity = Several(Overrides.Capacity, "A node's size, as Dram=18688 (pages) or Dram=64MiB; may be given several times. 'swap' is the swap's.");
        Option<string[]> watermarks = Several(Overrides.Watermarks, "A node's watermarks, as Dram=1%,3%,6% (min, low, high, and promo if wanted), or Dram=0 for none.");
        Option<string> aging = new("--aging-period") { Description = "The time after which counts of accesses are halved.", DefaultValueFactory = static _ => "1s" };
        Option<bool> ignoreSize = new("--ignore-size") { Description = "Take every object for one page, whatever its size." };
        Option<int> seed = new("--seed") { Description = "Decides among equally good targets: the same seed gives the same run." };
        Option<string[]> reference = Several(PredicateLibrary.Option, "An assembly with the C# predicates of the policy; without one they never hold.");
        Option<string?> against = new("--against") { Description = "Another policy file, or folder of them, to run beside it: what differs, and by how much." };
        Option<string?> againstPolicy = new("--against-policy") { Description = "The policy there; without --against, another one of the same files." };
        Option<string[]> sweep = Several(Sweep.Option, "Runs all combinations, as Dram=16MiB,32MiB: a node's capacity; Dram.low= and the like its watermarks; aging=, order=, admission=, idle= (all durations that page.idle is compared with), aging-period=.");
        Option<string?> html = new("--html") { Description = "Draw it on a page as well: one file that needs nothing else." };
        Option<bool> json = CommonOptions.Json();
        Command command = new("simulate", "Runs recorded accesses through a policy, without the data and in virtual time.")
        {
            file, traces, name, capacity, watermarks, aging, ignoreSize, seed, reference, against, againstPolicy, sweep, html, json,
        };
        command.SetAction(arguments =>
        {
            SimulationCommand simulation = new(
                terminal,
                arguments.GetRequiredValue(traces),
                new SimulationSettings
                {
                    AgingPeriod = Quantity.Duration("--aging-period", arguments.GetRequiredValue(aging)),
                    IgnoreSize = arguments.GetValue(ignoreSize),
                    Seed = arguments.GetValue(seed),
                },
                arguments.GetValue(capacity)!,
                arguments.GetValue(watermarks)!,
                PredicateLibrary.Existing(arguments.GetValue(reference)!),
                arguments.GetValue(json),
                arguments.GetValue(html));
            string[] files = [arguments.GetRequiredValue(file)];
            string? otherName = arguments.GetValue(againstPolicy);
            string? otherFile = arguments.GetValue(against) ?? (otherName is null ? null : files[0]);
            string[] swept = arguments.GetValue(sweep)!;
            if (swept.Length > 0 && otherFile is not null)
            {
                throw new UsageException($"{Sweep.Option} and --against are two questions: ask one of them");
            }

            return SoundProject.Use(terminal, files, arguments.GetValue(json), project => Reporting(() =>
            {
                Policy policy = PolicyToRun(project, arguments.GetValue(name), CommonOptions.PolicyName);
                return swept.Length > 0 ? simulation.Sweep(project, policy, Sweep.Parse(swept))
                    : otherFile is null ? simulation.Run(project, policy)
                    : SoundProject.Use(terminal, [otherFile], arguments.GetValue(json), other => simulation.Compare(project, policy, other, PolicyToRun(other, otherName, "--against-policy")));
            }));
        });
        return command;
    }

    private static Option<string[]> Several(string name, string description) => new(name) { Description = description, DefaultValueFactory = static _ => [] };

    /// <summary>The policy that is asked for; the only one where none is.</summary>
    private static Policy PolicyToRun(PolicyProject project, string? name, string option)
    {
        IReadOnlyList<Policy> policies = project.Select(name);
        return policies switch
        {
            [] => throw new UsageException("there is no policy to run"),
            [Policy only] => only,
            _ => throw new UsageException($"there are several policies, {string.Join(", ", policies.Select(static policy => $"'{policy.Name}'"))}: say which with {option}"),
        };
    }

    /// <summary>What is wrong with a trace, or with a policy for it, is the user's to see in a line.</summary>
    private static int Reporting(Func<int> run)
    {
        try
        {
            return run();
        }
        catch (Exception error) when (error is TraceFormatException or SimulationException)
        {
            throw new UsageException(error.Message);
        }
    }
}
