using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TierPolicy.Generator.Benchmarks;

/// <summary>What the generators cost the compiler and the editor, in a project of 300 plain files and 100 annotated ones each; ours has 100 policy files beside them.</summary>
[InProcess]
[MemoryDiagnoser]
[MedianColumn, MinColumn]
public class GeneratorBenchmarks
{
    private Subject _subject = null!;
    private GeneratorDriver _driver = null!;

    [Params(nameof(Subject.TierPolicy), nameof(Subject.LookUp), nameof(Subject.Mapperly), nameof(Subject.Mvvm))]
    public string Generator { get; set; } = "";

    [GlobalSetup]
    public void SetUp()
    {
        _subject = Subject.Of(Generator);
        _driver = _subject.Check(_subject.CreateDriver().RunGenerators(_subject.Compilation));
    }

    /// <summary>Nothing was edited.</summary>
    [Benchmark]
    public GeneratorDriver NoOp() => _driver.RunGenerators(_subject.Compilation);

    /// <summary>A plain file was edited: a new compilation, which has bound nothing.</summary>
    [Benchmark]
    public GeneratorDriver UnrelatedEdit() => _driver.RunGenerators(_subject.EditUnrelated());

    /// <summary>The first run.</summary>
    [Benchmark]
    public GeneratorDriver Cold()
    {
        CSharpCompilation compilation = _subject.CreateCompilation();
        return _subject.CreateDriver().RunGenerators(compilation);
    }
}
