using System.CommandLine;
using TierPolicy.LanguageServer;
using TierPolicy.Tool.Sources;

namespace TierPolicy.Tool.Verbs;

/// <summary><c>lsp</c>: the language server, for editors. Standard input and output are its connection.</summary>
internal static class LspVerb
{
    public static Command Create(Terminal terminal)
    {
        // Editors are used to saying so.
        Option<bool> standard = new("--stdio") { Description = "Over standard input and output: always so.", Hidden = true };
        Command command = new("lsp", "Serves editors: the Language Server Protocol over standard input and output.") { standard };
        command.SetAction(async (_, _) =>
        {
            using Stream input = Console.OpenStandardInput();
            using Stream output = Console.OpenStandardOutput();
            return await Server.RunAsync(input, output, new WorkspaceFiles(), terminal.Error);
        });
        return command;
    }
}
