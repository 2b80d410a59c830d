using System.Text.RegularExpressions;
using TierPolicy.Generator.Tests.Hosting;

namespace TierPolicy.Generator.Tests;

/// <summary>Every example of docs/language.md and docs/runtime.md compiles, without a warning.</summary>
public sealed partial class DocumentTests
{
    private const string Placeholder = "    // the lines of an example";

    /// <summary>What the guide says that its examples have: the usings of every new project, a memory and a page.</summary>
    private const string Usings = "using System;\nusing System.Collections.Generic;\nusing System.IO;\nusing System.Threading;\nusing System.Threading.Tasks;\nusing Acme;\nusing TierPolicy;\n";

    public static TheoryData<int> Policies => Numbers(Language, "tierpolicy");

    public static TheoryData<int> Attributed => Numbers(Language, "csharp");

    public static TheoryData<int> Programs => Numbers(Runtime, "csharp");

    private static string Language => Read("language.md");

    private static string Runtime => Read("runtime.md");

    [Theory, MemberData(nameof(Policies))]
    public async Task A_policy_of_the_language_reference_compiles(int number) =>
        await PolicyProject.OfPolicy(Complete(Blocks(Language, "tierpolicy")[number]), "example.tierpolicy").Build();

    [Theory, MemberData(nameof(Attributed))]
    public async Task A_policy_in_CSharp_of_the_language_reference_compiles(int number) =>
        await PolicyProject.OfCSharp(Blocks(Language, "csharp")[number]).Build();

    [Theory, MemberData(nameof(Programs))]
    public async Task A_program_of_the_runtime_guide_compiles(int number)
    {
        string block = Blocks(Runtime, "csharp")[number];
        await PolicyProject.OfPolicy(Blocks(Runtime, "tierpolicy")[0], "cache.tierpolicy").WithCSharp(Declaration().IsMatch(block) ? Usings + block : Method(block)).Build();
    }

    private static string Method(string statements) =>
        $$"""
        {{Usings}}
        public static class Program
        {
            private static readonly TieredMemory<Cache> memory = new();
            private static readonly PageId page = memory.Allocate();
            private static readonly PageId[] pages = [page];

            public static {{(statements.Contains("await ", StringComparison.Ordinal) ? "async Task" : "void")}} Run(CancellationToken cancellationToken)
            {
        {{statements}}
            }
        }
        """;

    private static string Complete(string example) => FirstWord().Match(example).Value is "namespace" or "topology" or "policy"
        ? example
        : Blocks(Language, "tierpolicy")[0].Replace(Placeholder, example, StringComparison.Ordinal);

    private static TheoryData<int> Numbers(string document, string language)
    {
        int count = Blocks(document, language).Length;
        Assert.NotEqual(0, count);
        return new(Enumerable.Range(0, count));
    }

    private static string[] Blocks(string document, string language) =>
        [.. Fence().Matches(document).Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value)];

    private static string Read(string file) => File.ReadAllText(Repository.PathOf("docs", file)).Replace("\r\n", "\n", StringComparison.Ordinal);

    [GeneratedRegex("^```(\\w+)\n(.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    /// <summary>A block that declares types is a file of its own.</summary>
    [GeneratedRegex("^(public|internal) ", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex("^\\w+")]
    private static partial Regex FirstWord();
}
