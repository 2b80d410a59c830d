using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Tool.Beginning;

/// <summary>Asks what was not said, a line a question; an empty line takes what is proposed. The end of the input is as good as that.</summary>
internal sealed class Interview(Terminal terminal)
{
    public Answers Ask(Answers answers)
    {
        terminal.Out.WriteLine("A few questions; Enter takes what is in brackets, - means none.");
        return answers with
        {
            Policy = AskName("Name of the policy", answers.Policy),
            Dram = AskSize("Ordinary memory for pages", answers.Dram, isRequired: true),
            Cxl = AskSize("Slower memory (CXL, far memory)", answers.Cxl),
            File = AskSize("Pages in a file on disk", answers.File),
            Swap = AskSize("Swap file", answers.Swap, isRequired: true),
        };
    }

    private string AskName(string question, string proposal) => Ask(
        question,
        proposal,
        answer => Parser.ParseIdentifier(answer, new SourceText("", answer)) is { Diagnostics.Count: 0 } ? null : "A name is a word as in C#.");

    private string AskSize(string question, string proposal, bool isRequired = false) => Ask(
        question,
        proposal,
        answer => (answer.Length == 0 && !isRequired)
            || Parser.ParseNumber(answer, new SourceText("", answer)) is { Diagnostics.Count: 0, Syntax: { Kind: NumberKind.Size, Value: > 0 } }
            ? null
            : "A size is a number with its unit, such as 4GiB.");

    private string Ask(string question, string proposal, Func<string, string?> findMistake)
    {
        while (true)
        {
            terminal.Out.Write($"{question} [{(proposal.Length == 0 ? "-" : proposal)}]: ");
            if (terminal.In.ReadLine() is not { } line)
            {
                terminal.Out.WriteLine();
                return proposal;
            }

            string answer = line.Trim() switch { "" => proposal, "-" => "", string said => said };
            if (findMistake(answer) is not { } mistake)
            {
                return answer;
            }

            terminal.Out.WriteLine(mistake);
        }
    }
}
