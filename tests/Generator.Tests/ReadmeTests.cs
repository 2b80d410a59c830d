using TierPolicy.Generator.Tests.Hosting;

namespace TierPolicy.Generator.Tests;

/// <summary>What the README shows is so.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public async Task The_policy_and_the_program_of_the_README_compile_together()
    {
        string program = Block("csharp");
        string usings = string.Join('\n', program.Split('\n').Where(line => IsUsing(line)));
        string body = string.Join('\n', program.Split('\n').Where(line => !IsUsing(line)));
        await PolicyProject.OfPolicy(Block("tierpolicy"), "cache.tierpolicy")
            .WithCSharp($"using System;\n{usings}\npublic static class Program\n{{\n    public static void Main()\n    {{\n{body}\n    }}\n}}\n")
            .Build();
    }

    [Fact]
    public void They_are_as_short_as_they_are_said_to_be()
    {
        Assert.InRange(Lines(Block("tierpolicy")), 1, 20);
        Assert.InRange(Lines(Block("csharp")), 1, 10);

        static int Lines(string block) => block.Split('\n').Count(line => line.Trim().Length > 0);
    }

    private static bool IsUsing(string line) => line.StartsWith("using ", StringComparison.Ordinal) && !line.Contains('=', StringComparison.Ordinal) && !line.Contains('(', StringComparison.Ordinal);

    /// <summary>The first block of the README in a language.</summary>
    private static string Block(string language)
    {
        string readme = File.ReadAllText(Repository.PathOf("README.md")).Replace("\r\n", "\n", StringComparison.Ordinal);
        int start = readme.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return readme[start..readme.IndexOf("\n```", start, StringComparison.Ordinal)];
    }
}
