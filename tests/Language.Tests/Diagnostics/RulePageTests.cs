using TierPolicy.Language.Diagnostics;

namespace TierPolicy.Language.Tests.Diagnostics;

/// <summary>What docs/rules says of the catalogue is so.</summary>
public class RulePageTests
{
    // Too long to print: these limits have tests of their own.
    private static readonly string[] Sketched = ["TP0010", "TP0013", "TP0115", "TP0211"];

    /// <summary>All that a .tierpolicy file can have; the pages on attributes and on use are tested where C# is compiled.</summary>
    public static TheoryData<string> InFiles => new(CatalogueTests.OfFiles);

    [Fact]
    public void Each_diagnostic_has_a_page_and_each_page_a_diagnostic()
        => Assert.Equal(
            CatalogueTests.All.Select(descriptor => descriptor.HelpLink).Order(StringComparer.Ordinal),
            Directory.GetFiles(RulePage.Folder, "TP*.md").Select(file => "docs/rules/" + Path.GetFileName(file)).Order(StringComparer.Ordinal));

    [Fact]
    public void A_page_begins_with_what_the_catalogue_says()
        => Assert.All(CatalogueTests.All, descriptor =>
        {
            RulePage page = RulePage.Read(descriptor.Id);
            Assert.Equal($"{descriptor.Id}: {descriptor.Title}", page.Title);
            Assert.Equal($"{descriptor.Severity}, `{descriptor.Category}`", page.Kind);
            Assert.NotEmpty(page.Message);
        });

    [Fact]
    public void The_index_lists_them_all()
    {
        string readme = RulePage.ReadText("README.md");
        IEnumerable<string> rows = Sorted.Select(descriptor => $"| [{descriptor.Id}]({descriptor.Id}.md) | {descriptor.Title} | {descriptor.Severity} | `{descriptor.Category}` |\n");
        Assert.Equal("\n| Id | Title | Severity | Category |\n| --- | --- | --- | --- |\n" + string.Concat(rows), readme[(readme.LastIndexOf("##", StringComparison.Ordinal) + "## All of them\n".Length)..]);
    }

    [Fact]
    public void The_release_files_list_them_all()
    {
        string[] lines = [.. new[] { "Shipped", "Unshipped" }.SelectMany(kind => File.ReadAllLines(Repository.PathOf("src", "Generator", $"AnalyzerReleases.{kind}.md")))];
        IEnumerable<string> rows = Sorted.Select(
            descriptor => $"{descriptor.Id} | {descriptor.Category} | {(descriptor.Severity == DiagnosticSeverity.Information ? "Info" : descriptor.Severity)} | {descriptor.Title}");
        Assert.Equal(rows, lines.Where(line => line.StartsWith("TP0", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(InFiles))]
    public void What_a_page_says_to_avoid_is_reported_with_the_message_it_quotes(string id)
    {
        RulePage page = RulePage.Read(id);
        (string Language, string Text)[] examples = page.Blocks("Avoid");
        if (Sketched.Contains(id))
        {
            Assert.Equal("text", Assert.Single(examples).Language);
            return;
        }

        Assert.All(examples, example => Assert.Equal("tierpolicy", example.Language));
        IEnumerable<Diagnostic> diagnostics = Marked.Bind([.. examples.Select(example => RulePage.Complete(example.Text))]).Diagnostics;
        Assert.Contains(diagnostics, diagnostic => diagnostic.Id == id && diagnostic.Message == page.Message);
    }

    [Theory, MemberData(nameof(InFiles))]
    public void What_a_page_prefers_has_no_mistake(string id)
    {
        (string Language, string Text)[] examples = RulePage.Read(id).Blocks("Prefer");
        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.Equal("tierpolicy", example.Language));
        Marked.HasNo(id, [.. examples.Select(example => RulePage.Complete(example.Text))]);
    }

    private static IEnumerable<DiagnosticDescriptor> Sorted => CatalogueTests.All.OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal);
}
