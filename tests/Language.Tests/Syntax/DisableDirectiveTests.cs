using TierPolicy.Language.Tests.Diagnostics;

namespace TierPolicy.Language.Tests.Syntax;

public class DisableDirectiveTests
{
    private const string Unwanted = "demote Fast;";

    [Theory]
    [InlineData("// tierpolicy disable TP0103\n    node A : dram { capacity 100KiB; }", 0)]
    [InlineData("// tierpolicy disable TP0103 it is a test\n    node A : dram { capacity 100KiB; }", 0)]
    [InlineData("//tierpolicy disable TP0101, TP0103\n    node A : dram { capacity 100KiB; }", 0)]
    [InlineData("node A : dram {\n // tierpolicy disable TP0103\n capacity 100KiB; }", 0)]
    [InlineData("// tierpolicy disable TP0104\n    node A : dram { capacity 100KiB; }", 1)]
    [InlineData("/* tierpolicy disable TP0103 */\n    node A : dram { capacity 100KiB; }", 1)]
    [InlineData("// tierpolicy disable\n    node A : dram { capacity 100KiB; }", 1)]
    [InlineData("// tierpolicy disable TP0103\n    page 64KiB; node A : dram { capacity 100KiB; }", 1)]
    [InlineData("node A : dram { capacity 100KiB; // tierpolicy disable TP0103\n }", 1)]
    [InlineData("// tierpolicy disable TP0103\n    node A : dram { capacity 100KiB; } node B : dram { capacity 100KiB; }", 1)]
    public void A_comment_silences_a_diagnostic_to_the_end_of_the_next_statement(string body, int left)
        => Assert.Equal(left, Marked.Bind(Samples.InTopology(body)).Diagnostics.Count(d => d.Id == "TP0103"));

    [Fact]
    public void A_block_is_a_statement()
    {
        string text = Samples.InBarePolicy(Unwanted);
        Assert.Equal(["TP0206"], Ids(text));
        Assert.Empty(Ids(text.Replace("policy P", "// tierpolicy disable TP0206\npolicy P", StringComparison.Ordinal)));
        Assert.Empty(Ids("// tierpolicy disable TP0206\nnamespace A;\n// tierpolicy disable TP0206\n" + text.Replace("policy P", "// tierpolicy disable TP0206\npolicy P", StringComparison.Ordinal)));
        Assert.Equal(["TP0206"], Ids("// tierpolicy disable TP0206\n" + text));
    }

    [Fact]
    public void Errors_are_not_silenced()
        => Assert.Equal(["TP0101"], Ids(Samples.InTopology("// tierpolicy disable TP0101\n    node A : dram { }")));

    [Fact]
    public void Another_file_is_not_silenced()
    {
        string text = Samples.InTopology("node A : dram { capacity 100KiB; }");
        Assert.Single(Marked.Bind("// tierpolicy disable TP0103\n" + text, "namespace B; " + text).Diagnostics, d => d.Id == "TP0103");
    }

    private static IEnumerable<string> Ids(string text)
        => Marked.Bind(text).Diagnostics.Where(d => d.Severity != TierPolicy.Language.Diagnostics.DiagnosticSeverity.Information).Select(d => d.Id);
}
