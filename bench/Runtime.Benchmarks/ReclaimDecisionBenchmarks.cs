using BenchmarkDotNet.Attributes;
using TierPolicy.Language.Binding;
using TierPolicy.Language.Evaluation;
using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Runtime.Benchmarks;

/// <summary>What eight rules say of a victim: compiled, written by hand, and interpreted (by the evaluator that explains policies).</summary>
public class ReclaimDecisionBenchmarks
{
    private const int Pages = 1024;

    private readonly PageInfo[] _pages = new PageInfo[Pages];
    private readonly PageFacts[] _facts = new PageFacts[Pages];
    private readonly long[] _free = [500, 500];
    private readonly long[] _capacity = [1000, 1000];
    private readonly byte[] _byScore = [1, 255];
    private Policy _policy = null!;

    [GlobalSetup]
    public void SetUp()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "bench.tierpolicy");
        _policy = Binder.Bind([Parser.ParseFile(path, File.ReadAllText(path))]).Policies.Single(policy => policy.Name == nameof(EightRules));
        Random random = new(1);
        for (int i = 0; i < Pages; i++)
        {
            PageInfo page = new()
            {
                IdleNanoseconds = random.NextInt64(400_000_000_000),
                AgeNanoseconds = random.NextInt64(1_000_000_000),
                Accesses = random.Next(256),
                Tag = (byte)random.Next(4),
                IsDirty = random.Next(2) == 0,
                Kind = (PageKind)random.Next(2),
                Node = 0,
            };
            _pages[i] = page;
            _facts[i] = new PageFacts
            {
                Node = 0,
                IdleNanoseconds = page.IdleNanoseconds,
                AgeNanoseconds = page.AgeNanoseconds,
                Accesses = page.Accesses,
                Tag = page.Tag,
                IsDirty = page.IsDirty,
                Kind = page.Kind == PageKind.File ? Language.Model.PageKind.File : Language.Model.PageKind.Anon,
                SourceFree = 500_000,
                TargetFree = 500_000,
            };
        }

        Verify();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Pages)]
    public long Compiled()
    {
        long sum = 0;
        for (int i = 0; i < Pages; i++)
        {
            sum += Decide<EightRules>(i).Rule;
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Pages)]
    public long WrittenByHand()
    {
        long sum = 0;
        for (int i = 0; i < Pages; i++)
        {
            sum += HandWritten.Decide(in _pages[i], Context()).Rule;
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Pages)]
    public long Interpreted()
    {
        long sum = 0;
        for (int i = 0; i < Pages; i++)
        {
            sum += RuleEvaluator.Evaluate(_policy, _facts[i]).Rule;
        }

        return sum;
    }

    private ReclaimDecision Decide<TPolicy>(int page)
        where TPolicy : struct, ITierPolicy => TPolicy.Reclaim(in _pages[page], Context());

    private RuleContext Context() => new(0, 0b10, 0b10, _byScore, ulong.MaxValue, _free, _capacity);

    private void Verify()
    {
        for (int i = 0; i < Pages; i++)
        {
            int compiled = Decide<EightRules>(i).Rule;
            if (compiled != HandWritten.Decide(in _pages[i], Context()).Rule || compiled != RuleEvaluator.Evaluate(_policy, _facts[i]).Rule)
            {
                throw new InvalidOperationException($"They do not agree on page {i}.");
            }
        }
    }

    private static class HandWritten
    {
        public static ReclaimDecision Decide(in PageInfo page, in RuleContext context)
        {
            if (page.Tag == 1)
            {
                return ReclaimDecision.Keep(0);
            }

            if (page.Tag == 2 && page.Accesses > 8)
            {
                return ReclaimDecision.Keep(1);
            }

            bool isFile = page.Kind == PageKind.File;
            if (isFile && page.AgeNanoseconds < 50_000_000)
            {
                return ReclaimDecision.Discard(2);
            }

            if (isFile && page.IdleNanoseconds > 600_000_000_000 && !page.IsDirty)
            {
                return ReclaimDecision.Discard(3);
            }

            if (page.Accesses > 200)
            {
                return ReclaimDecision.Keep(4);
            }

            ulong targets = context.Targets(0b10);
            if (targets != 0 && (page.IdleNanoseconds >= 300_000_000_000 || context.SourceFree < 10_000))
            {
                return ReclaimDecision.Demote(5, targets, 0b10);
            }

            if (page.IsDirty && page.Tag == 9)
            {
                return ReclaimDecision.Discard(6);
            }

            if (targets != 0 && page.IdleNanoseconds >= 2_000_000_000 && page.Accesses < 100)
            {
                return ReclaimDecision.Demote(7, targets, 0b10);
            }

            return ReclaimDecision.NoRule(demoteRuleNamesNode: true);
        }
    }
}
