using System.CommandLine;
using TierPolicy.Language.Model;
using TierPolicy.Tool.Graphs;
using TierPolicy.Tool.Reports;
using TierPolicy.Tool.Sources;

namespace TierPolicy.Tool.Verbs;

/// <summary><c>graph FILE… [--format mermaid|dot|svg]</c>: a picture of the ways that pages go.</summary>
internal static class GraphVerb
{
    private static readonly string[] Formats = ["mermaid", "dot", "svg"];

    public static Command Create(Terminal terminal)
    {
        Argument<string[]> files = CommonOptions.Files();
        Option<string?> name = CommonOptions.Policy();
        Option<bool> json = CommonOptions.Json();
        Option<string> format = new("--format") { Description = "What the picture is written in.", DefaultValueFactory = _ => Formats[0] };
        format.AcceptOnlyFromAmong(Formats);
        Command command = new("graph", "Draws topologies with the ways that pages go.") { files, name, format, json };
        command.SetAction(arguments => SoundProject.Use(terminal, arguments.GetRequiredValue(files), arguments.GetValue(json), project =>
        {
            IReadOnlyList<PolicyGraph> graphs = Select(project, arguments.GetValue(name));
            if (arguments.GetValue(json))
            {
                Json.Write(terminal.Out, new GraphsJson([.. graphs.Select(GraphJson.Of)]));
            }
            else
            {
                terminal.Out.Write(Draw(graphs, arguments.GetValue(format)));
            }

            return ExitCode.Fine;
        }));
        return command;
    }

    private static string Draw(IReadOnlyList<PolicyGraph> graphs, string? format) => format switch
    {
        "dot" => DotWriter.Write(graphs),
        "svg" => SvgWriter.Write(graphs),
        _ => MermaidWriter.Write(graphs),
    };

    /// <summary>A picture a policy; topologies that no policy is on show themselves, unless a policy was asked for.</summary>
    private static IReadOnlyList<PolicyGraph> Select(PolicyProject project, string? name)
    {
        IReadOnlyList<Policy> policies = project.Select(name);
        IEnumerable<Topology> alone = name is null ? project.Binding.Topologies.Where(topology => !policies.Any(policy => policy.Topology == topology)) : [];
        return [.. policies.Select(PolicyGraph.Of), .. alone.Select(PolicyGraph.Of)];
    }
}
