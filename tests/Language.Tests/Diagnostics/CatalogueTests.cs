using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using TierPolicy.Language.Diagnostics;

namespace TierPolicy.Language.Tests.Diagnostics;

public class CatalogueTests
{
    internal static readonly DiagnosticDescriptor[] All =
        [.. typeof(Descriptors).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<DiagnosticDescriptor>()];

    /// <summary>The ids of all that a .tierpolicy file can have.</summary>
    internal static IEnumerable<string> OfFiles => All.Where(descriptor => descriptor.Category is not ("TierPolicy.Attributes" or "TierPolicy.Usage")).Select(descriptor => descriptor.Id);

    [Fact]
    public void Ids_are_unique_and_of_one_form()
    {
        Assert.Equal(All.Length, All.Select(descriptor => descriptor.Id).Distinct().Count());
        Assert.All(All, descriptor => Assert.Matches("^TP0[0-5][0-9]{2}$", descriptor.Id));
    }

    [Fact]
    public void Each_has_a_help_link_in_the_repository() => Assert.All(All, descriptor => Assert.Equal($"docs/rules/{descriptor.Id}.md", descriptor.HelpLink));

    [Fact]
    public void Messages_are_sentences_without_their_full_stop()
        => Assert.All(All, descriptor =>
        {
            Assert.False(descriptor.MessageFormat.EndsWith('.'), descriptor.Id);
            Assert.False(char.IsLower(descriptor.Title[0]), descriptor.Id);
            int arguments = Regex.Matches(descriptor.MessageFormat, @"\{(\d)\}").Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) + 1).DefaultIfEmpty(0).Max();
            string.Format(CultureInfo.InvariantCulture, descriptor.MessageFormat, [.. Enumerable.Repeat("x", arguments)]);
        });

    [Fact]
    public void A_diagnostic_is_a_value()
    {
        Assert.Equal(Marked.Bind("topology T { node A : drum { } }").Diagnostics, Marked.Bind("topology T { node A : drum { } }").Diagnostics);
        Assert.NotEqual(Marked.Bind("topology T { node A : drum { } }").Diagnostics, Marked.Bind("topology T { node A : drom { } }").Diagnostics);
    }

    [Fact]
    public void A_diagnostic_prints_as_tools_expect()
        => Assert.Equal(
            "test.tierpolicy(2,6): error TP0101: the node 'A' has no capacity",
            Marked.Bind("topology T {\nnode A : dram { } }").Diagnostics[0].ToString());
}
