using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using TierPolicy.Generator.Tests.Hosting;

namespace TierPolicy.Generator.Tests.Usage;

/// <summary>Methods of a program that uses a memory; <c>[|…|]</c> shows where a diagnostic is due.</summary>
internal static class UsageCode
{
    private const string Before =
        """
        using System;
        using System.Runtime.InteropServices;
        using System.Threading;
        using System.Threading.Tasks;
        using TierPolicy;

        public class Program<T>(TieredMemory<T> memory, PageId page, PageId other) where T : struct, ITierPolicy
        {
            private static void Use(ReadOnlySpan<byte> bytes) { }
            private static void Pass(ReadLease lease) { }
            private static void PassIn(in ReadLease lease) { }
            private static void PassRef(ref ReadLease lease) => lease.Dispose();

        """;

    /// <summary>What the rules ask of a runtime that can read pages without holding a thread.</summary>
    private const string Asynchronous =
        """
        namespace TierPolicy
        {
            using System;
            using System.Threading;
            using System.Threading.Tasks;

            public interface ITierPolicy;

            public readonly struct PageId;

            public ref struct ReadLease : IDisposable
            {
                public readonly ReadOnlySpan<byte> Span => default;
                public void Dispose() { }
            }

            public ref struct WriteLease : IDisposable
            {
                public readonly Span<byte> Span => default;
                public void Discard() { }
                public void Dispose() { }
            }

            public sealed class PinnedPage : IDisposable
            {
                public ReadOnlyMemory<byte> Memory => default;
                public void Dispose() { }
            }

            public sealed class TieredMemory<T> where T : struct, ITierPolicy
            {
                public ReadLease Read(PageId page) => default;
                public WriteLease Write(PageId page) => default;
                public ValueTask<PinnedPage> ReadAsync(PageId page, CancellationToken cancellationToken = default) => default;
            }
        }
        """;

    /// <summary>The project, with such a runtime in place of its own.</summary>
    public static PolicyProject WithReadAsync(PolicyProject project) => (project with { HasRuntime = false }).WithCSharp(Asynchronous, "Runtime.cs");

    /// <summary>Each mark has this diagnostic, and there is no other one.</summary>
    public static Task Reports(string id, string message, string methods) => Check(text => PolicyProject.OfCSharp(text), methods, id, message);

    /// <summary>As <see cref="Reports"/>, over a runtime that has <c>ReadAsync</c>.</summary>
    public static Task ReportsAsync(string id, string message, string methods) => Check(text => WithReadAsync(PolicyProject.OfCSharp(text)), methods, id, message);

    public static Task IsFine(string methods) => Check(text => PolicyProject.OfCSharp(text), methods, "", "");

    public static Task IsFineAsync(string methods) => Check(text => WithReadAsync(PolicyProject.OfCSharp(text)), methods, "", "");

    private static async Task Check(Func<string, PolicyProject> host, string methods, string id, string message)
    {
        string text = Before + methods + "\n}\n";
        List<TextSpan> due = [];
        for (int start; (start = text.IndexOf("[|", StringComparison.Ordinal)) >= 0;)
        {
            text = text.Remove(start, 2);
            int end = text.IndexOf("|]", StringComparison.Ordinal);
            text = text.Remove(end, 2);
            due.Add(TextSpan.FromBounds(start, end));
        }

        Assert.Equal(id.Length > 0, due.Count > 0);
        PolicyProject project = host(text);
        Assert.DoesNotContain(project.Compile().GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        ImmutableArray<Diagnostic> found = await project.Analyze();
        Assert.Equal(
            due.Select(span => $"{id} at {span}: {message}"),
            found.Select(diagnostic => $"{diagnostic.Id} at {diagnostic.Location.SourceSpan}: {diagnostic.GetMessage(null)}"));
    }
}
