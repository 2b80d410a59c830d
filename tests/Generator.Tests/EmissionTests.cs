using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using TierPolicy.Generator.Tests.Hosting;

namespace TierPolicy.Generator.Tests;

/// <summary>What holds of everything that is emitted.</summary>
public sealed class EmissionTests
{
    [Theory]
    [InlineData("fi-FI")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void The_text_does_not_depend_on_the_culture(string culture)
    {
        PolicyProject project = PolicyProject
            .OfPolicy(Samples.Search.Replace("latency 90ns", "latency 90ns; price 0.5; bind preferred", StringComparison.Ordinal).Replace("write", "write | migrate", StringComparison.Ordinal))
            .WithCSharp(Samples.Attributed.Replace("Acme.Search", "Acme.Other", StringComparison.Ordinal));
        string[] invariant = Texts(project, CultureInfo.InvariantCulture);

        Assert.Equal(3, invariant.Length);
        Assert.Equal(invariant, Texts(project, CultureInfo.GetCultureInfo(culture)));
        Assert.All(invariant, text => Assert.DoesNotContain('\r', text));

        static string[] Texts(PolicyProject project, CultureInfo culture)
        {
            CultureInfo before = CultureInfo.CurrentCulture;
            CultureInfo.CurrentCulture = culture;
            try
            {
                return [.. project.Generate().AssertCompiles().Sources.Select(source => source.SourceText.ToString())];
            }
            finally
            {
                CultureInfo.CurrentCulture = before;
            }
        }
    }

    [Fact]
    public void The_order_of_files_does_not_show()
    {
        PolicyProject project = PolicyProject.OfPolicy(Samples.FourNodes, "b.tierpolicy")
            .WithPolicy("policy A on FourNodes { } policy B on FourNodes { }", "a.tierpolicy")
            .WithCSharp("[TierPolicy.TierPolicy(\"FourNodes\")] readonly partial struct C;", "z.cs")
            .WithCSharp("[TierPolicy.TierPolicy<FourNodes>] readonly partial struct D;", "y.cs");
        PolicyProject reversed = project with { Policies = [.. project.Policies.Reverse()], Sources = [.. project.Sources.Reverse()] };

        Assert.Equal(
            project.Generate().AssertCompiles().Sources.Select(source => (source.HintName, source.SourceText.ToString())),
            reversed.Generate().AssertCompiles().Sources.Select(source => (source.HintName, source.SourceText.ToString())));
    }

    [Fact]
    public void A_compiler_error_in_a_predicate_lands_in_the_line_of_the_policy()
    {
        Generated generated = PolicyProject
            .OfPolicy(
                Samples.FourNodes + "\npolicy P on FourNodes\n{\n    keep when NoSuch.Method(page);\n    discard when page.dirty\n        and NoSuchEither(page);\n}",
                "/some dir/#1/my [policy].tierpolicy")
            .Generate();

        Diagnostic[] errors = [.. generated.Compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];

        int first = Samples.FourNodes.Count(c => c == '\n') + 3;
        Assert.Equal(["CS0103", "CS0103"], errors.Select(error => error.Id));
        Assert.Equal([first, first + 2], errors.Select(error => error.Location.GetMappedLineSpan().StartLinePosition.Line));
        Assert.All(errors, error => Assert.Equal("/some dir/#1/my [policy].tierpolicy", error.Location.GetMappedLineSpan().Path));
    }

    [Theory]
    [InlineData("a\"b.tierpolicy")]
    [InlineData("a\nb.tierpolicy")]
    [InlineData("a\u202eb.tierpolicy")]
    public void A_path_that_cannot_stand_in_a_directive_is_left_out(string path)
    {
        Generated generated = PolicyProject.OfPolicy(Samples.Search, path).Generate().AssertCompiles();

        Assert.DoesNotContain("#line", generated.Source("Acme.Search.SearchCache.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void Hint_names_are_bounded_and_differ_by_more_than_case()
    {
        string longName = new('x', 240);
        Generated generated = PolicyProject
            .OfPolicy($"{Samples.FourNodes} policy Hot on FourNodes {{ }} policy hot on FourNodes {{ }} policy HOT on FourNodes {{ }} policy Läuft on FourNodes {{ }} policy {longName} on FourNodes {{ }} policy {longName}y on FourNodes {{ }}")
            .Generate().AssertCompiles();

        string[] names = [.. generated.Sources.Select(source => source.HintName)];
        Assert.Equal(7, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(names, name => Assert.InRange(name.Length, 1, 160));
    }

    [Theory]
    [InlineData("", "System")]
    [InlineData("", "TierPolicy")]
    [InlineData("", "global")]
    [InlineData("namespace System;", "ReadOnlySpan")]
    [InlineData("namespace System;", "Int32")]
    [InlineData("namespace TierPolicy;", "PageInfo")]
    [InlineData("namespace TierPolicy;", "ITierPolicy")]
    [InlineData("namespace TierPolicy;", "TierPolicy")]
    public void Names_of_the_framework_and_the_runtime_compile_or_are_mistakes(string @namespace, string name)
    {
        const string Body = "topology T { node A : dram { capacity 1GiB; cpus; } node System : dram { capacity 1GiB; } }";
        foreach (string text in (string[])[$"{@namespace} {Body.Replace("T {", name + " {", StringComparison.Ordinal)}", $"{@namespace} {Body} policy {name} on T {{ domain System {{ }} domain TierPolicy {{ }} }}"])
        {
            Generated generated = PolicyProject.OfPolicy(text).Generate();
            if (!generated.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
            {
                generated.AssertOutputCompiles();
            }
        }
    }

    [Fact]
    public void Text_of_a_policy_is_never_code()
    {
        const string Evil = "*/ } \\\" #line 1 \\\\ \\u2028 \\u202e \\u0085 \\n\\r /* </summary> {0} \\ud800";
        Generated generated = PolicyProject.OfPolicy(
            $$"""
            topology T
            {
                tier A { node Dram : dram { capacity 1GiB; cpus; } }
                tier B { node Ssd : file { capacity 1GiB; path "{{Evil}}"; } }
                swap { path "{{Evil}}"; capacity 1GiB; }
            }

            policy P on T
            {
                reclaim migrate;
                keep when page.tag /* } */ == 1
                    // " \ #line
                    or page.dirty;
                demote *;
            }
            """).Generate().AssertCompiles();

        PolicyDescription description = generated.Hooks("P").Description;
        string expected = "*/ } \" #line 1 \\ \u2028 \u202e \u0085 \n\r /* </summary> {0} \ud800";
        Assert.Equal(expected, description.Topology.Nodes[1].Path);
        Assert.Equal(expected, description.Topology.Swap!.Path);
        Assert.Equal("keep when page.tag == 1 or page.dirty", description.ReclaimRules[0]);
        Assert.All(generated.Sources, source => Assert.DoesNotContain(source.SourceText.ToString(), c => char.IsControl(c) && c != '\n'));
    }

    [Fact]
    public void A_policy_at_the_limits_compiles()
    {
        string nodes = string.Concat(Enumerable.Range(0, 64).Select(i => $"node N{i} : {(i < 40 ? "dram" : "file")} {{ capacity 1GiB; {(i is > 0 and <= 6 ? "hotplug;" : "")} {(i == 0 ? "cpus;" : i >= 40 ? $"path \"p{i}\";" : "")} }}\n"));
        string rules = string.Concat(Enumerable.Range(0, 1000).Select(i => $"keep N{i % 64} when page.tag == {i % 256} and page.idle < {i + 1}s;\n"));
        string chain = string.Join(" or ", Enumerable.Range(0, 2000).Select(i => $"page.accesses == {i % 256}"));
        string domains = string.Concat(Enumerable.Range(0, 255).Select(i => $"domain D{i} {{ limit 1GiB; }}\n"));
        Generated generated = PolicyProject.OfPolicy($"topology T {{ {nodes} }} policy P on T {{ reclaim migrate; {rules} keep when {chain}; demote *; promote * -> N0; {domains} }}")
            .Generate().AssertCompiles();

        Assert.Equal(64 * 64, generated.Hooks("P").Next.Length);
    }

    [Fact]
    public void Tables_are_static_data_of_the_assembly()
    {
        // A span over static data does not move and is not made anew: the address is in the image.
        MethodInfo address = typeof(EmissionTests).GetMethod(nameof(AddressOfTable), BindingFlags.NonPublic | BindingFlags.Static)!;
        Type policy = PolicyProject.OfPolicy(Samples.Search).Generate().AssertCompiles().Load().GetType("Acme.Search.SearchCache", throwOnError: true)!;
        Func<nint> addressOfTable = address.MakeGenericMethod(policy).CreateDelegate<Func<nint>>();

        nint first = addressOfTable();
        long before = GC.GetAllocatedBytesForCurrentThread();
        nint second = addressOfTable();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(first, second);
    }

    // Code that is not optimized makes an object to find the data; hooks are not code that stays so.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe nint AddressOfTable<T>()
        where T : struct, ITierPolicy
    {
        fixed (ulong* table = T.PreferredTargets)
        {
            return (nint)table;
        }
    }
}
