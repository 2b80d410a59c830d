using BenchmarkDotNet.Attributes;
using TierPolicy.Language.Binding;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Generator.Benchmarks;

/// <summary>The language without its host. One operation reads a megabyte of policies, so that a megabyte a second is one over its seconds.</summary>
[InProcess]
[MemoryDiagnoser]
[MedianColumn, MinColumn]
public class FrontEndBenchmarks
{
    private const int Megabyte = 1_000_000;

    private string[] _texts = [];
    private SyntaxFile[] _files = [];

    [GlobalSetup]
    public void SetUp()
    {
        List<string> texts = [PolicyFiles.Topology];
        for (int length = PolicyFiles.Topology.Length; length < Megabyte; length += texts[^1].Length)
        {
            string text = PolicyFiles.Create(texts.Count, 1);
            texts.Add(length + text.Length <= Megabyte ? text : "//" + new string(' ', Megabyte - length - 2));
        }

        _texts = [.. texts];
        _files = Parse();
    }

    /// <summary>Text in, syntax out.</summary>
    [Benchmark]
    public SyntaxFile[] Parse()
    {
        SyntaxFile[] files = new SyntaxFile[_texts.Length];
        for (int i = 0; i < files.Length; i++)
        {
            files[i] = Parser.ParseFile($"/src/{i}.tierpolicy", _texts[i]);
        }

        return files;
    }

    /// <summary>Names, types, orders, tables, and all checks.</summary>
    [Benchmark]
    public BindingResult Bind() => Binder.Bind(_files);
}
