using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using TierPolicy.Tool.Verbs;

namespace TierPolicy.Tool;

/// <summary>The command and its verbs. A user's mistake is one line on standard error; a defect keeps its stack trace.</summary>
internal static class CommandLine
{
    public static int Run(string[] arguments, Terminal terminal)
    {
        // Not a RootCommand: that is called as its assembly is.
        Command root = new("tierpolicy", "Checks, formats, explains, draws, converts and simulates tiered-memory policies, and reads what they are tried on and run on.")
        {
            new HelpOption(),
            new VersionOption(),
            CheckVerb.Create(terminal),
            FormatVerb.Create(terminal),
            ExplainVerb.Create(terminal),
            GraphVerb.Create(terminal),
            NewVerb.Create(terminal),
            ConvertVerb.Create(terminal),
            TraceVerb.Create(terminal),
            RecordVerb.Create(terminal),
            SimulateVerb.Create(terminal),
            TestVerb.Create(terminal),
            ProbeVerb.Create(terminal),
            VerifyVerb.Create(terminal),
            LspVerb.Create(terminal),
        };

        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            // A word too many says more than the verb or file that is missed because of it.
            ParseError error = parsed.Errors.FirstOrDefault(error => parsed.UnmatchedTokens.Any(token => error.Message.Contains($"'{token}'", StringComparison.Ordinal))) ?? parsed.Errors[0];
            return Fail(terminal, $"{error.Message} See 'tierpolicy --help'.");
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
            });
        }
        catch (Exception error) when (error is UsageException or IOException or UnauthorizedAccessException)
        {
            return Fail(terminal, error.Message);
        }
    }

    private static int Fail(Terminal terminal, string message)
    {
        terminal.Error.WriteLine($"error: {message.ReplaceLineEndings(" ")}");
        return ExitCode.WrongUsage;
    }
}
