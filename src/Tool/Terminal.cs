using Spectre.Console;

namespace TierPolicy.Tool;

/// <summary>What the tool reads from and writes to. Colours, and questions, are for terminals only.</summary>
internal sealed class Terminal
{
    // Nothing wraps where nobody looks: a program that reads the output wants whole lines.
    private const int Unlimited = 10_000;

    /// <param name="input">Standard input.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="width">The columns of the terminal that <paramref name="output"/> is; null where it is none.</param>
    /// <param name="isErrorTerminal">Whether <paramref name="error"/> is a terminal.</param>
    /// <param name="isInteractive">Whether there is someone to ask.</param>
    public Terminal(TextReader input, TextWriter output, TextWriter error, int? width = null, bool isErrorTerminal = false, bool isInteractive = false)
    {
        In = input;
        Out = output;
        Error = error;
        IsInteractive = isInteractive;
        Tables = Ink(output, width is not null, width ?? Unlimited);
        Lines = Ink(output, width is not null, Unlimited);
        ErrorLines = Ink(error, isErrorTerminal, Unlimited);
    }

    public TextReader In { get; }

    public TextWriter Out { get; }

    public TextWriter Error { get; }

    public bool IsInteractive { get; }

    /// <summary>Standard output for what fits itself to the terminal's width.</summary>
    public IAnsiConsole Tables { get; }

    /// <summary>Standard output in colours, for lines that must not be broken: a caret stands under what it points at.</summary>
    public IAnsiConsole Lines { get; }

    /// <summary>Standard error in colours, as <see cref="Lines"/>.</summary>
    public IAnsiConsole ErrorLines { get; }

    public static Terminal OfProcess() => new(
        Console.In,
        Console.Out,
        Console.Error,
        Console.IsOutputRedirected ? null : Math.Max(40, AnsiConsole.Profile.Width),
        isErrorTerminal: !Console.IsErrorRedirected,
        isInteractive: !Console.IsInputRedirected && !Console.IsOutputRedirected);

    /// <summary>A folder below one that was named cannot be read: what can is looked at all the same.</summary>
    public void ReportSkipped(string folder) => Error.WriteLine($"skipped, because it cannot be read: {folder}");

    private static IAnsiConsole Ink(TextWriter writer, bool isTerminal, int width)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}
