using TierPolicy.Language.Model;
using TierPolicy.Language.Text;

namespace TierPolicy.Generator.Emission;

/// <content>The tables: constants in static data of the assembly, so that a look-up is a load.</content>
internal static partial class PolicyEmitter
{
    /// <summary>From so many entries on the compiler's search for nulls, of which a table has none, takes seconds.</summary>
    private const int LongTable = 10_000;

    private static void WriteTables(CodeWriter writer, Policy policy, CancellationToken cancellation)
    {
        DemotionTables tables = policy.Tables;
        string[] sets = [.. Enumerable.Range(0, tables.Sets).Select(set => DescribeSet(policy.Topology, set))];

        bool isLong = tables.ByScore.Count >= LongTable;
        if (isLong)
        {
            writer.Directive("#nullable disable");
        }

        WriteTable(writer, "sbyte", "NextDemotionNode", set => Row(tables.Next, set, tables.Nodes, next => CSharpText.Integer(next)));
        WriteTable(writer, "ulong", "PreferredTargets", set => Row(tables.Preferred, set, tables.Nodes, CSharpText.Mask));
        WriteTable(writer, "ulong", "FallbackTargets", set => Row(tables.Fallback, set, tables.Nodes, CSharpText.Mask));
        WriteTable(writer, "byte", "NodesByScore", set => Rows(tables.ByScore, set));
        WriteTable(writer, "byte", "AllocationOrder", set => Rows(tables.AllocationOrder, set));

        if (isLong)
        {
            writer.Directive("#nullable enable");
        }

        void WriteTable(CodeWriter writer, string type, string name, Func<int, IEnumerable<string>> linesOf)
        {
            writer.WriteGeneratedCode();
            writer.Line($"static global::System.ReadOnlySpan<{type}> {Contract}.{name} =>");
            writer.Line("[");
            writer.Indent();
            for (int set = 0; set < tables.Sets; set++)
            {
                cancellation.ThrowIfCancellationRequested();
                if (tables.Sets > 1)
                {
                    writer.Line(sets[set]);
                }

                foreach (string line in linesOf(set))
                {
                    writer.Line(line);
                }
            }

            writer.Outdent();
            writer.Line("];");
            writer.Line();
        }

        // As many entries a row as there are nodes, and a line a row.
        IEnumerable<string> Rows(EquatableArray<byte> table, int set) => Enumerable
            .Range(set * tables.Nodes, tables.Nodes)
            .SelectMany(row => Row(table, row, tables.Nodes, node => CSharpText.Integer(node)));
    }

    /// <summary>One line: a stretch of a table.</summary>
    private static string[] Row<T>(EquatableArray<T> table, int row, int length, Func<T, string> entry) =>
        [string.Join(" ", Enumerable.Range(row * length, length).Select(i => entry(table[i]) + ","))];

    private static string DescribeSet(Topology topology, int set)
    {
        string[] offline = [.. topology.Nodes.Where(node => node.Hotplug).Where((_, k) => (set & (1 << k)) != 0).Select(node => node.Name)];
        return offline.Length == 0 ? "// all on line" : $"// without {CSharpText.Comment(string.Join(", ", offline))}";
    }
}
