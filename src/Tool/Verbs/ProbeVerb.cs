using System.CommandLine;
using TierPolicy.Language.Syntax;
using TierPolicy.Tool.Kernel;
using TierPolicy.Tool.Probing;
using TierPolicy.Tool.Reports;
using TierPolicy.Tool.Sources;

namespace TierPolicy.Tool.Verbs;

/// <summary><c>probe [FILE]</c>: the topology of the machine that it runs on.</summary>
internal static class ProbeVerb
{
    public static Command Create(Terminal terminal)
    {
        Argument<string?> file = new("FILE") { Description = "The file to write; standard output if absent.", Arity = ArgumentArity.ZeroOrOne };
        Option<string> topology = new("--topology") { Description = "The topology's name.", DefaultValueFactory = _ => "Machine" };
        Option<string> scope = new("--namespace") { Description = "The namespace.", DefaultValueFactory = _ => "" };
        Option<bool> mounts = new("--mounts") { Description = "Add a file node for each file system on a block device that can be written." };
        Option<bool> measure = new("--measure") { Description = "Measure latency and bandwidth of the nodes of which the firmware does not say them: some seconds a node." };
        Option<string> root = CommonOptions.Root();
        Option<bool> force = new("--force") { Description = "Write over a file that is there." };
        Option<bool> json = CommonOptions.Json();
        Command command = new("probe", "Writes the topology of this machine, as Linux shows it.") { file, topology, scope, mounts, measure, root, force, json };
        command.SetAction(arguments =>
        {
            string? path = arguments.GetValue(file);
            if (path is not null && File.Exists(path) && !arguments.GetValue(force))
            {
                throw new UsageException($"'{path}' is there already; --force writes over it");
            }

            string name = arguments.GetValue(topology)!;
            string space = arguments.GetValue(scope)!;
            SaidWord.Check("--topology", name, Parser.ParseIdentifier);
            SaidWord.Check("--namespace", space, Parser.ParseName);
            KernelFiles files = new(arguments.GetValue(root)!);
            bool measures = arguments.GetValue(measure);
            if (measures && !files.IsThisMachine)
            {
                throw new UsageException("--measure measures this machine, and --root asks for another one");
            }

            Machine machine = Machine.Read(files);
            IReadOnlyList<ProbedNode> nodes = Probe.Nodes(machine, arguments.GetValue(mounts) ? MountPoint.Read(files) : [], measures ? new SpeedMeter(machine).Measure : null);
            Write(terminal, path, machine, nodes, TopologyText.Write(name, space, machine, nodes), arguments.GetValue(json));
            return ExitCode.Fine;
        });
        return command;
    }

    private static void Write(Terminal terminal, string? path, Machine machine, IReadOnlyList<ProbedNode> nodes, string text, bool asJson)
    {
        if (path is not null)
        {
            PolicyText.WriteAtomically(path, text);
        }

        if (asJson)
        {
            Json.Write(terminal.Out, ProbeJson.Of(path, machine, nodes, text));
        }
        else
        {
            terminal.Out.Write(path is null ? text : $"wrote {path}; next: a policy on its topology, and tierpolicy verify {path}\n");
        }
    }
}
