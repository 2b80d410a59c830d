using CsCheck;
using TierPolicy.Language.Formatting;
using TierPolicy.Tool.Sources;
using TierPolicy.Tool.Tests.Harness;

namespace TierPolicy.Tool.Tests;

/// <summary>A policy is the same in both forms, there and back.</summary>
public sealed class ConversionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private int _files;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_corpus_is_not_empty() => Assert.True(SoundPolicies.All.Count > 50, $"{SoundPolicies.All.Count} policies");

    [Fact]
    public void Every_policy_means_the_same_in_CSharp_and_back()
    {
        foreach (string policy in SoundPolicies.All)
        {
            string text = Formatter.Format("", policy)!;
            string back = ToPolicyFile(ToCSharp(text));
            Assert.Equal(MeaningOf(text), MeaningOf(back));
            Assert.Equal(back, ToPolicyFile(ToCSharp(back)));
        }
    }

    [Fact]
    public void Every_policy_is_compiled_to_the_same_code_in_both_forms()
    {
        foreach (string policy in SoundPolicies.All.Where(policy => !policy.Contains("(page)", StringComparison.Ordinal)))
        {
            string text = Formatter.Format("", policy)!;
            Assert.Equal(Emitted.OfPolicyFile(text), Emitted.OfCSharp(ToCSharp(text)));
        }
    }

    [Fact]
    public void Comments_anywhere_change_no_meaning() => Corpus.Mutated.Sample(
        text =>
        {
            PolicyProject project = PolicyProject.OfText("a.tierpolicy", text);
            if (project.Files[0].Declarations.Count > 0 && !project.Errors.Any())
            {
                // A rule keeps its text as written, and so the spaces that were put into it.
                Assert.Equal(WithoutSpaces(MeaningOf(text)), WithoutSpaces(MeaningOf(ToPolicyFile(ToCSharp(text)))));
            }
        },
        iter: 300);

    private string ToCSharp(string text)
    {
        Conversion.Conversion conversion = Conversion.Conversion.ToCSharp(Write(text, ".tierpolicy"));
        Assert.Empty(conversion.Mistakes);
        return conversion.Text;
    }

    private string ToPolicyFile(string text)
    {
        Conversion.Conversion conversion = Conversion.Conversion.ToPolicyFile(Write(text, ".cs"));
        Assert.Empty(conversion.Mistakes);
        return conversion.Text;
    }

    /// <summary>Properties are tried on several threads.</summary>
    private string Write(string text, string extension) => _folder.Write($"{Interlocked.Increment(ref _files)}{extension}", text);

    private static string WithoutSpaces(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private static string MeaningOf(string text)
    {
        PolicyProject project = PolicyProject.OfText("a.tierpolicy", text);
        Assert.Empty(project.Errors);
        return Meaning.Of(project.Binding);
    }
}
