using System.Globalization;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Tests.Syntax;

public class NumberTests
{
    [Theory]
    [InlineData("17", NumberKind.Integer, 17)]
    [InlineData("1_000_000", NumberKind.Integer, 1_000_000)]
    [InlineData("007", NumberKind.Integer, 7)]
    [InlineData("9223372036854775807", NumberKind.Integer, long.MaxValue)]
    [InlineData("0.25", NumberKind.Decimal, 0)]
    [InlineData("3B", NumberKind.Size, 3)]
    [InlineData("64KiB", NumberKind.Size, 65_536)]
    [InlineData("1.5MiB", NumberKind.Size, 1_572_864)]
    [InlineData("8GiB", NumberKind.Size, 8_589_934_592)]
    [InlineData("1TiB", NumberKind.Size, 1_099_511_627_776)]
    [InlineData("1KB", NumberKind.Size, 1_000)]
    [InlineData("2MB", NumberKind.Size, 2_000_000)]
    [InlineData("3GB", NumberKind.Size, 3_000_000_000)]
    [InlineData("4TB", NumberKind.Size, 4_000_000_000_000)]
    [InlineData("0.0000000000009094947017729282379150390625TiB", NumberKind.Size, 1)]
    [InlineData("90ns", NumberKind.Duration, 90)]
    [InlineData("1.5us", NumberKind.Duration, 1_500)]
    [InlineData("50ms", NumberKind.Duration, 50_000_000)]
    [InlineData("2s", NumberKind.Duration, 2_000_000_000)]
    [InlineData("5min", NumberKind.Duration, 300_000_000_000)]
    [InlineData("1h", NumberKind.Duration, 3_600_000_000_000)]
    [InlineData("256MiB/s", NumberKind.Rate, 268_435_456)]
    [InlineData("3%", NumberKind.Percent, 30_000)]
    [InlineData("0.5%", NumberKind.Percent, 5_000)]
    [InlineData("0.0001%", NumberKind.Percent, 1)]
    [InlineData("0.5000000000000000000000000000000000000000000000000000000000000000000000000000%", NumberKind.Percent, 5_000)]
    public void A_number_is_read_into_its_canonical_unit(string text, NumberKind kind, long value)
    {
        Fragment<NumberSyntax> number = Parser.ParseNumber(text, new SourceText("x", text));
        Assert.Empty(number.Diagnostics);
        Assert.Equal((kind, value, text), (number.Syntax.Kind, number.Syntax.Value, number.Syntax.Text));
    }

    [Theory]
    [InlineData("fi-FI")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void The_culture_of_the_machine_does_not_matter(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            A_number_is_read_into_its_canonical_unit("0.5%", NumberKind.Percent, 5_000);
            A_number_is_read_into_its_canonical_unit("5min", NumberKind.Duration, 300_000_000_000);
            new Language.Tests.Binding.ExampleTests().Every_clause_binds();
            Diagnostics.RuleDiagnosticsTests rules = new();
            rules.A_constant_lies_in_the_range_of_what_it_is_compared_with("page.tag > [|1 - 2|]", "-1 is out of the range of 'page.tag', which is from 0 to 255");
            new Diagnostics.PolicyDiagnosticsTests().Watermarks_ascend("high [|0.5%|];", "the low watermark, 1%, is above the high watermark, 0.5%");
            new Diagnostics.SyntaxDiagnosticsTests().An_unknown_name_in_a_policy_is_reported_with_the_likely_one(
                "order [|TIERS|];", "order 'TIERS'; did you mean 'tiers'?", "tiers");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_megabyte_of_digits_is_too_large_and_not_slow()
    {
        string text = new string('9', 1_000_000) + "B";
        Assert.Equal("TP0008", Assert.Single(Parser.ParseNumber(text, new SourceText("x", text)).Diagnostics).Id);
        text = "0." + new string('3', 1_000_000) + "B";
        Assert.Equal("TP0009", Assert.Single(Parser.ParseNumber(text, new SourceText("x", text)).Diagnostics).Id);
        text = "1" + new string('_', 1_000_000) + "2";
        Assert.Equal(12, Parser.ParseNumber(text, new SourceText("x", text)).Syntax.Value);
    }
}
