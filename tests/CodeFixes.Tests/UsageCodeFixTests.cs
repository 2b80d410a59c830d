using Microsoft.CodeAnalysis.CodeFixes;
using TierPolicy.CodeFixes.Tests.Hosting;
using TierPolicy.CodeFixes.Usage;

namespace TierPolicy.CodeFixes.Tests;

/// <summary>Fixes of what programs do with leases.</summary>
public sealed class UsageCodeFixTests
{
    private const string Before =
        """
        using System;
        using System.Threading.Tasks;
        using TierPolicy;

        public class Program<T>(TieredMemory<T> memory, PageId page) where T : struct, ITierPolicy
        {
            private static void Use(ReadOnlySpan<byte> bytes) { }


        """;

    /// <summary>A runtime that can read pages without holding a thread.</summary>
    private const string Asynchronous =
        """
        namespace TierPolicy
        {
            using System;
            using System.Threading.Tasks;

            public interface ITierPolicy;
            public readonly struct PageId;
            public ref struct ReadLease : IDisposable { public readonly ReadOnlySpan<byte> Span => default; public int NodeId => 0; public int Frame => 0; public void Dispose() { } }
            public ref struct WriteLease : IDisposable { public readonly Span<byte> Span => default; public void Dispose() { } }
            public sealed class PinnedPage : IDisposable { public ReadOnlyMemory<byte> Memory => default; public int NodeId => 0; public void Dispose() { } }
            public sealed class TieredMemory<T> where T : struct, ITierPolicy
            {
                public ReadLease Read(PageId page) => default;
                public WriteLease Write(PageId page) => default;
                public ValueTask<PinnedPage> ReadAsync(PageId page) => default;
            }
        }
        """;

    [Theory]
    [InlineData(
        "    void M()\n    {\n        // first\n        ReadLease lease = memory.Read(page);\n        Use(lease.Span);\n    }",
        "    void M()\n    {\n        // first\n        using ReadLease lease = memory.Read(page);\n        Use(lease.Span);\n    }")]
    [InlineData(
        "    void M()\n    {\n        memory.Read(page);\n    }",
        "    void M()\n    {\n        using (memory.Read(page))\n        {\n        }\n    }")]
    [InlineData(
        "    void M()\n    {\n        _ = memory.Write(page);\n    }",
        "    void M()\n    {\n        using (memory.Write(page))\n        {\n        }\n    }")]
    [InlineData(
        "    byte M()\n    {\n        return memory.Read(page).Span[0];\n    }",
        "    byte M()\n    {\n        using ReadLease lease = memory.Read(page);\n        return lease.Span[0];\n    }")]
    [InlineData(
        "    void M()\n    {\n        int lease = 1;\n        Use(memory.Read(page).Span[lease..]);\n    }",
        "    void M()\n    {\n        int lease = 1;\n        using ReadLease lease1 = memory.Read(page);\n        Use(lease1.Span[lease..]);\n    }")]
    [InlineData(
        "    byte M() => memory.Read(page).Span[0];",
        "    byte M()\n    {\n        using ReadLease lease = memory.Read(page);\n        return lease.Span[0];\n    }")]
    [InlineData(
        "    void M() => memory.Write(page).Span.Clear();",
        "    void M()\n    {\n        using WriteLease lease = memory.Write(page);\n        lease.Span.Clear();\n    }")]
    public async Task A_lease_is_put_in_a_using(string method, string mended) => Assert.Equal(Program(mended), await Mend(new LeaseInUsingCodeFix(), "TP0501", "Put the lease in a 'using'", method));

    [Theory]
    [InlineData("    byte M(bool take) => take ? memory.Read(page).Span[0] : (byte)0;")]
    [InlineData("    async Task M()\n    {\n        ReadLease lease = memory.Read(page);\n        Use(lease.Span);\n        await Task.Yield();\n    }")]
    [InlineData("    void M()\n    {\n        ReadLease lease = memory.Read(page);\n        lease = memory.Read(page);\n        Use(lease.Span);\n    }")]
    public async Task Where_that_would_not_compile_or_not_be_the_same_it_is_not_offered(string method)
    {
        using Workbench bench = new(("P.cs", Program(method)));
        Assert.Empty(await bench.Titles(new LeaseInUsingCodeFix(), "TP0501"));
    }

    [Fact]
    public async Task All_leases_are_mended_at_once()
    {
        using Workbench bench = new(("P.cs", Program(
            "    void M()\n    {\n        ReadLease a = memory.Read(page);\n        Use(a.Span);\n    }\n\n    void N()\n    {\n        WriteLease b = memory.Write(page);\n        b.Span.Clear();\n    }")));
        Assert.Equal(
            Program("    void M()\n    {\n        using ReadLease a = memory.Read(page);\n        Use(a.Span);\n    }\n\n    void N()\n    {\n        using WriteLease b = memory.Write(page);\n        b.Span.Clear();\n    }"),
            await bench.FixAll(new LeaseInUsingCodeFix(), "TP0501", "Put the lease in a 'using'", "P.cs"));
    }

    [Theory]
    [InlineData(
        "    async Task<byte> M()\n    {\n        await Task.Yield();\n        PinnedPage pinned = await memory.ReadAsync(page);\n        await Task.Yield();\n        return pinned.Memory.Span[0];\n    }",
        "    async Task<byte> M()\n    {\n        await Task.Yield();\n        using PinnedPage pinned = await memory.ReadAsync(page);\n        await Task.Yield();\n        return pinned.Memory.Span[0];\n    }")]
    [InlineData(
        "    async Task<byte> M() => (await memory.ReadAsync(page)).Memory.Span[0];",
        "    async Task<byte> M()\n    {\n        using PinnedPage lease = await memory.ReadAsync(page);\n        return lease.Memory.Span[0];\n    }")]
    public async Task A_pinned_page_too(string method, string mended)
    {
        using Workbench bench = new(hasRuntime: false, ("P.cs", Program(method)), ("Runtime.cs", Asynchronous));
        Assert.Equal(Program(mended), await bench.Fix(new LeaseInUsingCodeFix(), "TP0501", "Put the lease in a 'using'", "P.cs"));
    }

    [Theory]
    [InlineData(
        "    async Task M()\n    {\n        await Task.Yield();\n        using ReadLease lease = memory.Read(page);\n        Use(lease.Span[4..]);\n        Use(lease.Span);\n    }",
        "    async Task M()\n    {\n        await Task.Yield();\n        using PinnedPage lease = await memory.ReadAsync(page);\n        Use(lease.Memory.Span[4..]);\n        Use(lease.Memory.Span);\n    }")]
    [InlineData(
        "    async Task<int> M()\n    {\n        await Task.Yield();\n        using (var lease = memory.Read(page))\n        {\n            return lease.NodeId;\n        }\n    }",
        "    async Task<int> M()\n    {\n        await Task.Yield();\n        using (var lease = await memory.ReadAsync(page))\n        {\n            return lease.NodeId;\n        }\n    }")]
    public async Task A_blocking_read_becomes_an_awaited_one(string method, string mended)
    {
        using Workbench bench = new(hasRuntime: false, ("P.cs", Program(method)), ("Runtime.cs", Asynchronous));
        Assert.Equal(Program(mended), await bench.Fix(new ReadAsyncCodeFix(), "TP0504", "Use 'await ReadAsync'", "P.cs"));
    }

    [Fact]
    public async Task All_blocking_reads_are_mended_at_once()
    {
        const string One = "    async Task A()\n    {\n        await Task.Yield();\n        using ReadLease lease = memory.Read(page);\n        Use(lease.Span);\n    }\n";
        const string Mended = "    async Task A()\n    {\n        await Task.Yield();\n        using PinnedPage lease = await memory.ReadAsync(page);\n        Use(lease.Memory.Span);\n    }\n";
        using Workbench bench = new(hasRuntime: false, ("P.cs", Program(One + One.Replace(" A()", " B()", StringComparison.Ordinal))), ("Runtime.cs", Asynchronous));
        Assert.Equal(Program(Mended + Mended.Replace(" A()", " B()", StringComparison.Ordinal)), await bench.FixAll(new ReadAsyncCodeFix(), "TP0504", "Use 'await ReadAsync'", "P.cs"));
    }

    [Theory]
    [InlineData("    async Task M()\n    {\n        await Task.Yield();\n        ReadLease lease = memory.Read(page);\n        lease.Dispose();\n    }")]
    [InlineData("    async Task<int> M()\n    {\n        await Task.Yield();\n        using ReadLease lease = memory.Read(page);\n        return lease.Frame;\n    }")]
    [InlineData("    private static void Pass(in ReadLease lease) { }\n    async Task M()\n    {\n        await Task.Yield();\n        using ReadLease lease = memory.Read(page);\n        Pass(in lease);\n    }")]
    public async Task Where_a_pinned_page_does_not_do_it_is_not_offered(string method)
    {
        using Workbench bench = new(hasRuntime: false, ("P.cs", Program(method)), ("Runtime.cs", Asynchronous));
        Assert.Empty(await bench.Titles(new ReadAsyncCodeFix(), "TP0504"));
    }

    private static string Program(string method) => Before + method + "\n}\n";

    private static async Task<string> Mend(CodeFixProvider provider, string id, string title, string method)
    {
        using Workbench bench = new(("P.cs", Program(method)));
        return await bench.Fix(provider, id, title, "P.cs");
    }
}
