using System.Text;
using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Formatting;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;
using TierPolicy.Tool.Sources;

namespace TierPolicy.Tool.Beginning;

/// <summary>Writes a policy for someone who has never seen one: it says what it does, and where to go on.</summary>
internal static class FirstPolicy
{
    /// <exception cref="UsageException">The answers make no sound policy.</exception>
    public static string Write(Answers answers)
    {
        CheckWords(answers);
        string text = Formatter.Format("", Draft(answers)) ?? throw new UsageException("the answers do not make a policy");

        // Only the figures that were given can be wrong; what is merely odd about them, "check" says.
        Diagnostic? mistake = PolicyProject.OfText("", text).Errors.FirstOrDefault();
        return mistake is null ? text : throw new UsageException(mistake.Message);
    }

    /// <summary>Each answer alone, so that a mistake is reported where it was made and nothing else can slip into the text.</summary>
    private static void CheckWords(Answers answers)
    {
        if (answers.Topology.Contains('.', StringComparison.Ordinal) || answers.Policy.Contains('.', StringComparison.Ordinal))
        {
            throw new UsageException("a topology's or a policy's name has no dots; they belong into --namespace");
        }

        SaidWord.Check("--topology", answers.Topology, Parser.ParseIdentifier);
        SaidWord.Check("--policy", answers.Policy, Parser.ParseIdentifier);
        SaidWord.Check("--namespace", answers.Namespace, Parser.ParseName);
        SaidWord.Check("--page", answers.Page, Parser.ParseNumber);
        SaidWord.Check("--dram", answers.Dram, Parser.ParseNumber);
        SaidWord.Check("--cxl", answers.Cxl, Parser.ParseNumber);
        SaidWord.Check("--file", answers.File, Parser.ParseNumber);
        SaidWord.Check("--swap", answers.Swap, Parser.ParseNumber);
        CheckSize("--dram", answers.Dram, isRequired: true);
        CheckSize("--cxl", answers.Cxl);
        CheckSize("--file", answers.File);
        CheckSize("--swap", answers.Swap, isRequired: true);
        CheckSize("--page", answers.Page, isRequired: true);
    }

    private static void CheckSize(string option, string value, bool isRequired = false)
    {
        if ((value.Length > 0 || isRequired) && Parser.ParseNumber(value, new SourceText(option, value)).Syntax is not { Kind: NumberKind.Size })
        {
            throw new UsageException($"{option} takes a size such as 4GiB, not '{value}'");
        }
    }

    private static string Draft(Answers answers)
    {
        bool hasCxl = answers.Cxl.Length > 0;
        bool hasFile = answers.File.Length > 0;
        StringBuilder text = new();
        text.Append("// What this machine has, and what becomes of pages that are not used. Try: tierpolicy explain FILE\n");
        if (answers.Namespace.Length > 0)
        {
            text.Append($"namespace {answers.Namespace};\n");
        }

        text.Append($"\n// The pools of memory, fastest tier first. Capacities are defaults: the program can set others.\ntopology {answers.Topology}\n{{\npage {answers.Page};\n\n");
        text.Append($"tier Fast {{ node Dram : dram {{ capacity {answers.Dram}; cpus; latency 90ns; }} }}\n");
        if (hasCxl)
        {
            text.Append($"tier Slow {{ node Cxl : cxl {{ capacity {answers.Cxl}; latency 250ns; }} }}\n");
        }

        if (hasFile)
        {
            text.Append($"tier Disk {{ node Ssd : file {{ capacity {answers.File}; path {PolicyText.Quote(answers.FilePath)}; latency 80us; }} }}\n");
        }

        text.Append($"\n// Where ordinary reclaim puts pages that have no copy elsewhere.\nswap {{ path {PolicyText.Quote(answers.SwapPath)}; capacity {answers.Swap}; latency 90us; }}\n");
        text.Append($"}}\n\npolicy {answers.Policy} on {answers.Topology}\n{{\n");
        AppendRules(text, hasCxl, hasFile);
        return text.Append("}\n").ToString();
    }

    private static void AppendRules(StringBuilder text, bool hasCxl, bool hasFile)
    {
        if (!hasCxl && !hasFile)
        {
            text.Append("// One tier: nowhere to demote to. Pages are dropped, written back or swapped.\nreclaim zone | write | unmap;\n\n");
            text.Append("// Pages that the program tags with 1 stay.\nkeep when page.tag == 1;\ndiscard *;\n\n// Tests, run by the compiler.\n");
            text.Append("expect Dram { tag 1; } -> keep;\nexpect Dram { idle 1min; } -> discard;\n");
            return;
        }

        string below = hasCxl ? "Slow" : "Disk";
        string firstTarget = hasCxl ? "Cxl" : "Ssd";
        text.Append("// What reclaim may do; without 'migrate' nothing is ever demoted.\nreclaim zone | write | unmap | migrate;\norder tiers;\n\n");
        text.Append("// When memory is short, the first rule that matches decides what becomes of a page.\n");
        text.Append($"keep when page.tag == 1; // what the program tags with 1 stays\ndemote Fast -> {below};\n");
        text.Append(hasCxl && hasFile ? "demote Slow -> Disk when page.idle >= 5min;\n" : "");
        text.Append("discard *; // otherwise drop, write back or swap\n\n");
        text.Append(hasCxl
            ? "// What is used again comes back up.\npromote Slow -> Fast when page.accesses >= 2;\n\n"
            : "// No promote rule is needed: what is on the disk comes back up when it is read.\n\n");
        text.Append("// Tests, run by the compiler: where pages go, and what the rules say of one.\n");
        text.Append($"assert Dram -> {firstTarget}{(hasCxl && hasFile ? " -> Ssd" : "")} -> none;\n");
        text.Append($"expect Dram {{ tag 1; }} -> keep;\nexpect Dram {{ idle 1min; }} -> demote {firstTarget};\n");
        text.Append(hasCxl ? "expect Cxl { idle 1s; } -> discard;\n" : "");
    }
}
