using System.Text.Json;

namespace TierPolicy.Tool.Tests.Harness;

/// <summary>The command, run in this process as from a shell.</summary>
internal sealed record Run(int ExitCode, string Output, string Error)
{
    public JsonElement ReadJson() => JsonDocument.Parse(Output).RootElement;

    public static Run Of(params string[] arguments) => OfTerminal(null, arguments);

    /// <summary>With someone who types <paramref name="input"/>; null: not on a terminal.</summary>
    public static Run OfTerminal(string? input, params string[] arguments)
    {
        StringWriter output = new() { NewLine = "\n" };
        StringWriter error = new() { NewLine = "\n" };
        Terminal terminal = new(new StringReader(input ?? ""), output, error, isInteractive: input is not null);
        int exitCode = CommandLine.Run(arguments, terminal);
        return new Run(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Wrong usage is one line and no more.</summary>
    public void AssertWrongUsage(string message)
    {
        Assert.Equal(2, ExitCode);
        Assert.Equal("", Output);
        Assert.Equal($"error: {message}\n", Error);
    }
}
