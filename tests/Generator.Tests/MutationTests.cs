using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TierPolicy.Fuzz;
using TierPolicy.Generator.Tests.Hosting;

namespace TierPolicy.Generator.Tests;

/// <summary>Sound policies, spoilt at random (always the same way): neither generator nor analyzer fails, and what is made of them is C#.</summary>
public sealed class MutationTests
{
    private const int Batches = 4;

    /// <summary>Together a hundredth of what the tests of the language try.</summary>
    private const int FilesOfBatch = 250;

    private const int SourcesOfBatch = 40;

    [Fact]
    public void What_is_made_of_a_thousand_spoilt_files_compiles() => Parallel.For(0, Batches, batch =>
    {
        Mutator mutator = new(Corpus.Texts, seed: 7 + batch);
        for (int i = 0; i < FilesOfBatch; i++)
        {
            string text = mutator.Next();
            AssertSound(PolicyProject.OfPolicy(text, "fuzz.tierpolicy").Generate(), "fuzz.tierpolicy", text);
        }
    });

    [Fact]
    public Task What_is_made_of_spoilt_attributes_compiles() => Parallel.ForAsync(0, Batches, async (batch, _) =>
    {
        Random random = new(batch);
        SyntaxNode sound = await CSharpSyntaxTree.ParseText(Samples.Attributed, PolicyProject.Preview).GetRootAsync(CancellationToken.None);
        SyntaxToken[] literals = [.. sound.DescendantTokens().Where(token => token.Value is string && token.Text != token.ValueText)];
        Mutator mutator = new([.. literals.Select(literal => literal.ValueText)], seed: 7 + batch);
        for (int i = 0; i < SourcesOfBatch; i++)
        {
            string text = sound.ReplaceTokens(
                literals.Where(_ => random.Next(12) == 0),
                (literal, _) => SyntaxFactory.Literal(literal.LeadingTrivia, Quoted(mutator, random, literal.ValueText), "", literal.TrailingTrivia)).ToFullString();
            PolicyProject project = PolicyProject.OfCSharp(text, "Fuzz.cs");
            Generated generated = project.Generate();
            AssertSound(generated, "Fuzz.cs", text);

            // The analyzer tells why only a stub was made.
            Diagnostic[] mistakes = [.. await project.Analyze()];
            Assert.DoesNotContain(mistakes, mistake => mistake.Id == "AD0001");
            bool isStub = generated.Sources.Any(source => source.SourceText.ToString().Contains(" has errors.", StringComparison.Ordinal));
            Assert.True(!isStub || mistakes.Any(mistake => mistake.Severity == DiagnosticSeverity.Error), text);
        }
    });

    [Fact]
    public Task CSharp_that_is_itself_spoilt_is_left_to_the_compiler() => Parallel.ForAsync(0, Batches, async (batch, _) =>
    {
        Mutator mutator = new([Samples.Attributed], seed: 7 + batch);
        for (int i = 0; i < SourcesOfBatch; i++)
        {
            string text = mutator.Next();
            PolicyProject project = PolicyProject.OfCSharp(text, "Fuzz.cs");
            GeneratorRunResult run = project.Generate().Driver.GetRunResult().Results.Single();
            Assert.True(run.Exception is null, $"{run.Exception}\n{text}");
            Assert.DoesNotContain(await project.Analyze(), mistake => mistake.Id == "AD0001");
        }
    });

    private static void AssertSound(Generated generated, string path, string text)
    {
        GeneratorRunResult run = generated.Driver.GetRunResult().Results.Single();
        Assert.True(run.Exception is null, $"{run.Exception}\n{text}");

        // A predicate that does not exist is a mistake in the policy, which the compiler finds and shows there.
        HashSet<SyntaxTree> made = [.. generated.Sources.Select(source => source.SyntaxTree)];
        Diagnostic[] wrong = [.. generated.Compilation.GetDiagnostics()
            .Where(diagnostic => diagnostic.Id != "CS8019")
            .Where(diagnostic => !(made.Contains(diagnostic.Location.SourceTree!) && diagnostic.Location.GetMappedLineSpan().Path == path))];
        Assert.True(wrong.Length == 0, $"{string.Join('\n', wrong.AsEnumerable())}\n{text}");
    }

    /// <summary>A literal with the text after an edit, or another's.</summary>
    private static string Quoted(Mutator mutator, Random random, string text) =>
        SymbolDisplay.FormatLiteral(random.Next(4) == 0 ? mutator.Next() : mutator.Edit(text), quote: true);
}
