using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;

namespace TierPolicy.Generator.Benchmarks;

/// <summary>What a keystroke in a policy costs, in the project of <see cref="GeneratorBenchmarks"/>.</summary>
[InProcess]
[MemoryDiagnoser]
[MedianColumn, MinColumn]
public class PolicyEditBenchmarks
{
    private readonly Subject _subject = Subject.TierPolicy;
    private readonly AdditionalText _edited = Subject.TierPolicy.EditedPolicy(tag: 99);
    private GeneratorDriver _driver = null!;

    [GlobalSetup]
    public void SetUp() => _driver = _subject.Check(_subject.CreateDriver().RunGenerators(_subject.Compilation));

    /// <summary>A number in one of the 100 policy files was edited.</summary>
    [Benchmark]
    public GeneratorDriver PolicyEdited() => _subject.EditPolicy(_driver, _edited).RunGenerators(_subject.Compilation);
}
