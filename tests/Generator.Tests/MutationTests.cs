using Microsoft.CodeAnalysis;
using TierPolicy.Fuzz;
using TierPolicy.Generator.Tests.Hosting;

namespace TierPolicy.Generator.Tests;

/// <summary>Sound policies, spoilt at random (always the same way): the generator does not fail, and what it makes of them is C#.</summary>
public sealed class MutationTests
{
    private const string Path = "fuzz.tierpolicy";

    /// <summary>A hundredth of what the tests of the language try.</summary>
    private const int Files = 1_000;

    private const int AttributedTypes = 400;

    [Fact]
    public void Whatever_is_made_of_a_spoilt_file_compiles() => Parallel.For(0, 4, batch =>
    {
        Mutator mutator = new(Corpus.Texts, seed: 7 + batch);
        for (int i = 0; i < Files / 4; i++)
        {
            string text = mutator.Next();
            AssertSound(PolicyProject.OfPolicy(text, Path), text);
        }
    });

    private static void AssertSound(PolicyProject project, string text)
    {
        Generated generated = project.Generate();
        GeneratorRunResult run = generated.Driver.GetRunResult().Results.Single();
        Assert.True(run.Exception is null, $"{run.Exception}\n{text}");

        // A predicate that does not exist is a mistake in the policy, which the compiler finds and shows there.
        Diagnostic[] wrong = [.. generated.Compilation.GetDiagnostics().Where(diagnostic => diagnostic.Id != "CS8019" && diagnostic.Location.GetMappedLineSpan().Path != Path)];
        Assert.True(wrong.Length == 0, $"{string.Join('\n', wrong.AsEnumerable())}\n{text}");
    }
}
