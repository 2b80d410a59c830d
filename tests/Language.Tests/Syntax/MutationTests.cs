using System.Diagnostics;
using TierPolicy.Fuzz;
using TierPolicy.Language.Binding;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Tests.Syntax;

/// <summary>Sound files, spoilt at random (always the same way): nothing throws, nothing hangs, and nothing wrong passes for right.</summary>
public class MutationTests
{
    private const int Batches = 20;
    private const int InputsOfBatch = 5_000;

    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_hundred_thousand_spoilt_files_go_through_the_front_end() => Parallel.For(0, Batches, batch =>
    {
        Mutator mutator = new(Corpus.Texts, seed: 20_240_611 + batch);
        Stopwatch watch = new();
        for (int i = 0; i < InputsOfBatch; i++)
        {
            string text = mutator.Next();
            watch.Restart();
            BindingResult result = Run(text);
            if (watch.Elapsed > LongestRun)
            {
                // The machine may be busy elsewhere, so the time on the wall is no proof: only to look at that is cheap enough for every text.
                TimeSpan own = ThreadTime.Of(() => Run(text));
                Assert.True(own < LongestRun, $"It took {own} of the processor's time:\n{text}");
            }

            // A part of them twice: one text has one meaning.
            if (i % 10 == 0)
            {
                Assert.Equal(result, Binder.Bind([Parser.ParseFile("fuzz.tierpolicy", text)]));
            }
        }
    });

    private static BindingResult Run(string text)
    {
        try
        {
            FrontEnd.RunFragments(text.Length < 100 ? text : text[..100]);
            return FrontEnd.Run(text);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.Message} Of:\n{text}", e);
        }
    }
}
