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

    /// <summary>Each mark has this diagnostic, and there is no other one.</summary>
    public static Task Reports(string id, string message, string methods) => Check(methods, id, message);

    public static Task IsFine(string methods) => Check(methods, "", "");

    private static async Task Check(string methods, string id, string message)
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
        PolicyProject project = PolicyProject.OfCSharp(text);
        Assert.DoesNotContain(project.Compile().GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        ImmutableArray<Diagnostic> found = await project.Analyze();
        Assert.Equal(
            due.Select(span => $"{id} at {span}: {message}"),
            found.Select(diagnostic => $"{diagnostic.Id} at {diagnostic.Location.SourceSpan}: {diagnostic.GetMessage(null)}"));
    }
}
