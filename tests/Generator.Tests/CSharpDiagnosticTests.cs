using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using TierPolicy.Generator.Tests.Hosting;

namespace TierPolicy.Generator.Tests;

/// <summary>Id, message and span of what only C# can have wrong: a case each, marked <c>[|…|]</c>, and none of the catalogue without one.</summary>
public sealed class CSharpDiagnosticTests
{
    private const string Box =
        """
        [TierTopology]
        public enum Box
        {
            [Tier("Fast"), Node(NodeKind.Dram, "8GiB", HasCpus = true)] Dram,
            [Tier("Slow"), Node(NodeKind.Cxl, "32GiB")] Cxl,
        }

        """;

    private const string Shape = "the policy 'P' must be a readonly partial struct that stands directly in a namespace: ";

    public static TheoryData<string, string, string> Cases => new()
    {
        { "TP0401", Shape + "it is not readonly and not partial", Box + "[TierPolicy<Box>] public struct [|P|];" },
        { "TP0401", Shape + "it is nested", Box + "public static partial class Outer { [TierPolicy<Box>] public readonly partial struct [|P|]; }" },
        { "TP0401", Shape + "it is not readonly and nested in a generic type", Box + "public static partial class Outer<T> { [TierPolicy<Box>] private partial struct [|P|]; }" },
        { "TP0401", Shape + "it is local to its file", Box + "[TierPolicy<Box>] file readonly partial struct [|P|];" },
        { "TP0402", "all rules of 'P' stand in the part that has [TierPolicy]; this one stands elsewhere", Box + "[TierPolicy<Box>] public readonly partial struct P; [[|Keep|]] public readonly partial struct P;" },
        { "TP0403", "the member 'Cxl' of the topology 'Box' has no [Node]", "[TierTopology] public enum Box { [Node(NodeKind.Dram, \"8GiB\")] Dram, [|Cxl|] }" },
        { "TP0404", "the value of 'Cxl' must be its position, 1, not 7", "[TierTopology] public enum Box { [Node(NodeKind.Dram, \"8GiB\")] Dram, [Node(NodeKind.Cxl, \"8GiB\")] [|Cxl|] = 7 }" },
        { "TP0405", "the nodes of the tier 'One' must stand together", "[TierTopology] public enum Box { [Tier(\"One\"), Node(NodeKind.Dram, \"8GiB\")] A, [Tier(\"Two\"), Node(NodeKind.Dram, \"8GiB\")] B, [Tier(\"[|One|]\"), Node(NodeKind.Dram, \"8GiB\")] C }" },
        { "TP0406", "the predicate 'Old' must be 'static bool Old(in PageInfo page)'", Box + "[TierPolicy<Box>] public readonly partial struct P { [Discard] private static bool [|Old|](PageInfo page) => true; }" },
        { "TP0406", "the predicate 'Old' must be 'static bool Old(in PageInfo page)'", Box + "[TierPolicy<Box>] public readonly partial struct P { [Discard] private static int [|Old|](in PageInfo page) => 1; }" },
        { "TP0407", "the policy 'P' is on two topologies: it has both forms of [TierPolicy]", Box + "[TierPolicy<Box>, TierPolicy(\"Box\")] public readonly partial struct [|P|];" },
        { "TP0408", "[Keep] has no effect: 'P' has no [TierPolicy]", "[[|Keep|]] public readonly partial struct P;" },
        { "TP0501", "this ReadLease is not disposed: its frame is never given back", "public class C<T> where T : struct, ITierPolicy { byte M(TieredMemory<T> memory, PageId page) => [|memory.Read(page)|].Span[0]; }" },
        { "TP0502", "'lease' is copied, and ended here too: a lease that ends twice gives away what others use", "public class C<T> where T : struct, ITierPolicy { void M(TieredMemory<T> memory, PageId page) { using ReadLease lease = memory.Read(page); ReadLease copy = [|lease|]; _ = copy.Span; } }" },
        { "TP0503", "what 'lease' gave is used after it has ended: another page may be there by then", "public class C<T> where T : struct, ITierPolicy { System.ReadOnlySpan<byte> M(TieredMemory<T> memory, PageId page) { using ReadLease lease = memory.Read(page); return [|lease.Span|]; } }" },
        { "TP0504", "'M' is async, and 'Read' holds its thread while the page comes up; 'ReadAsync' does not", "public class C<T> where T : struct, ITierPolicy { async System.Threading.Tasks.Task M(TieredMemory<T> memory, PageId page) { await System.Threading.Tasks.Task.Yield(); using ReadLease lease = memory.[|Read|](page); } }" },
        { "TP0505", "'Sleep' holds the thread while 'lease' holds its page: other writers of the page wait too, perhaps those that are waited for", "public class C<T> where T : struct, ITierPolicy { void M(TieredMemory<T> memory, PageId page) { using WriteLease lease = memory.Write(page); [|System.Threading.Thread.Sleep(1)|]; } }" },
    };

    private static IEnumerable<string> Ids => ((IEnumerable<object[]>)Cases).Select(row => (string)row[0]);

    [Theory, MemberData(nameof(Cases))]
    public async Task A_mistake_is_reported_where_it_was_made(string id, string message, string marked)
    {
        string text = "using TierPolicy;\n" + marked;
        int start = text.IndexOf("[|", StringComparison.Ordinal);
        int end = text.IndexOf("|]", StringComparison.Ordinal) - 2;
        PolicyProject project = PolicyProject.OfCSharp(text.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal));
        ImmutableArray<Diagnostic> all = await project.Analyze();
        Diagnostic diagnostic = Assert.Single(all, one => one.Severity > DiagnosticSeverity.Info || one.Id == id);
        Assert.Equal((id, message), (diagnostic.Id, diagnostic.GetMessage(null)));
        Assert.Equal((start, end), (diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.End));
    }

    [Fact]
    public void Each_diagnostic_of_CSharp_has_a_case()
    {
        IEnumerable<string> due = typeof(TierPolicy.Language.Diagnostics.Descriptors).GetFields()
            .Select(field => field.GetValue(null))
            .OfType<TierPolicy.Language.Diagnostics.DiagnosticDescriptor>()
            .Where(descriptor => descriptor.Category is "TierPolicy.Attributes" or "TierPolicy.Usage")
            .Select(descriptor => descriptor.Id);
        Assert.Equal(due.Order(StringComparer.Ordinal), Ids.Distinct());
    }

    [Fact]
    public async Task A_second_place_is_shown_in_another_type_and_in_a_file()
    {
        PolicyProject project = PolicyProject.OfCSharp("using TierPolicy;\n" + Box + "[TierPolicy<Box>(Reclaim = ReclaimMode.Migrate)] [Promote(\"Slow\", \"Fast\")] [Assert(\"offline(Cxl): Dram -> Cxl\")] public readonly partial struct P;");
        Location inCSharp = Assert.Single(Assert.Single(await project.Analyze(), one => one.Id == "TP0210").AdditionalLocations);
        Assert.Equal("Cxl", inCSharp.SourceTree!.GetText().ToString(inCSharp.SourceSpan));

        const string Topology = "topology Box { node Dram : dram { capacity 1GiB; }\nnode Cxl : cxl { capacity 1GiB; } }";
        PolicyProject mixed = PolicyProject.OfPolicy(Topology).WithCSharp("using TierPolicy;\n[TierPolicy(\"Box\")] [Assert(\"offline(Cxl): Dram -> Cxl\")] public readonly partial struct P;");
        FileLinePositionSpan inFile = Assert.Single(Assert.Single(await mixed.Analyze(), one => one.Id == "TP0210").AdditionalLocations).GetLineSpan();
        Assert.Equal(("policy.tierpolicy", 1, 5, 8), (inFile.Path, inFile.StartLinePosition.Line, inFile.StartLinePosition.Character, inFile.EndLinePosition.Character));
    }
}
