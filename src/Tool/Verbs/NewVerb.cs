using System.CommandLine;
using TierPolicy.Tool.Beginning;
using TierPolicy.Tool.Reports;
using TierPolicy.Tool.Sources;

namespace TierPolicy.Tool.Verbs;

/// <summary><c>new [FILE]</c>: a first policy, from flags, or from a few questions where there is someone to ask.</summary>
internal static class NewVerb
{
    private static readonly Answers Proposed = new();

    public static Command Create(Terminal terminal)
    {
        Argument<string?> file = new("FILE") { Description = "The file to write; standard output if absent.", Arity = ArgumentArity.ZeroOrOne };
        Option<string> policy = Text("--policy", "The policy's name.", Proposed.Policy);
        Option<string> topology = Text("--topology", "The topology's name.", Proposed.Topology);
        Option<string> scope = Text("--namespace", "The namespace.", Proposed.Namespace);
        Option<string> page = Text("--page", "The page size, from 4KiB to 2MiB.", Proposed.Page);
        Option<string> dram = Text("--dram", "Ordinary memory for pages.", Proposed.Dram);
        Option<string> cxl = Text("--cxl", "Slower memory; none without it.", "");
        Option<string> disk = Text("--file", "Pages in a file on disk; none without it.", "");
        Option<string> diskPath = Text("--file-path", "Where that file is.", Proposed.FilePath);
        Option<string> swap = Text("--swap", "The swap file.", Proposed.Swap);
        Option<string> swapPath = Text("--swap-path", "Where that file is.", Proposed.SwapPath);
        Option<bool> force = new("--force") { Description = "Write over a file that is there." };
        Option<bool> json = CommonOptions.Json();
        Option[] figures = [policy, dram, cxl, disk, swap];
        Command command = new("new", "Writes a first policy.") { file, policy, topology, scope, page, dram, cxl, disk, diskPath, swap, swapPath, force, json };
        command.SetAction(arguments =>
        {
            string? path = arguments.GetValue(file);
            if (path is not null && File.Exists(path) && !arguments.GetValue(force))
            {
                throw new UsageException($"'{path}' is there already; --force writes over it");
            }

            // Nothing was said at all: the proposal has slower memory, for without it there is little to see.
            bool isSilent = figures.All(option => arguments.GetResult(option) is not { Implicit: false });
            Answers answers = new()
            {
                Namespace = arguments.GetValue(scope)!,
                Topology = arguments.GetValue(topology)!,
                Policy = arguments.GetValue(policy)!,
                Page = arguments.GetValue(page)!,
                Dram = arguments.GetValue(dram)!,
                Cxl = isSilent ? Proposed.Cxl : arguments.GetValue(cxl)!,
                File = arguments.GetValue(disk)!,
                FilePath = arguments.GetValue(diskPath)!,
                Swap = arguments.GetValue(swap)!,
                SwapPath = arguments.GetValue(swapPath)!,
            };
            bool asJson = arguments.GetValue(json);
            answers = isSilent && terminal.IsInteractive && !asJson ? new Interview(terminal).Ask(answers) : answers;
            Write(terminal, path, FirstPolicy.Write(answers), asJson);
            return ExitCode.Fine;
        });
        return command;
    }

    private static void Write(Terminal terminal, string? path, string text, bool asJson)
    {
        if (path is not null)
        {
            PolicyText.WriteAtomically(path, text);
        }

        if (asJson)
        {
            Json.Write(terminal.Out, new Result(path, text));
        }
        else
        {
            terminal.Out.Write(path is null ? text : $"wrote {path}; next: tierpolicy explain {path}\n");
        }
    }

    private static Option<string> Text(string name, string description, string proposal)
        => new(name) { Description = description, DefaultValueFactory = _ => proposal };

    private sealed record Result(string? File, string Text);
}
