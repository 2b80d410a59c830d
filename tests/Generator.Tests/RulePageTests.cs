using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using TierPolicy.Generator.Tests.Hosting;

namespace TierPolicy.Generator.Tests;

/// <summary>What docs/rules says of mistakes in attributes, and of the use of the runtime, is so.</summary>
public sealed partial class RulePageTests
{
    public static TheoryData<string> Pages => new(Directory.GetFiles(Repository.PathOf("docs", "rules"), "TP*.md")
        .Select(file => Path.GetFileNameWithoutExtension(file)!)
        .Where(id => id.StartsWith("TP04", StringComparison.Ordinal) || id.StartsWith("TP05", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Pages))]
    public async Task What_a_page_says_to_avoid_is_reported_with_the_message_it_quotes(string id)
    {
        string page = Read(id);
        Assert.Contains(await Project(id, "Avoid").Analyze(), diagnostic => diagnostic.Id == id && page.Contains($"\n> {diagnostic.GetMessage(null)}\n", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task What_a_page_prefers_compiles(string id)
    {
        PolicyProject project = Project(id, "Prefer");
        Assert.DoesNotContain(await project.Analyze(), diagnostic => diagnostic.Severity > DiagnosticSeverity.Info || diagnostic.Id == id);
        Assert.DoesNotContain(project.Generate().Compilation.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    /// <summary>An example, with the namespaces that every new project imports.</summary>
    private static PolicyProject Project(string id, string section) =>
        PolicyProject.OfCSharp(Example(Read(id), section)).WithCSharp("global using System; global using System.Threading.Tasks;", "Usings.cs");

    private static string Example(string page, string section) => Fence().Match(page, page.IndexOf($"\n## {section}\n", StringComparison.Ordinal)).Groups[1].Value;

    private static string Read(string id) => File.ReadAllText(Repository.PathOf("docs", "rules", id + ".md")).Replace("\r\n", "\n", StringComparison.Ordinal);

    [GeneratedRegex("^```csharp\n(.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
