using System.Globalization;
using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;
using TierPolicy.Language.Words;

namespace TierPolicy.Language.Binding;

/// <summary>Reads what one node says of itself; what depends on other nodes (tier, distances) is filled in later.</summary>
internal sealed class NodeBinder(long pageSize, DiagnosticBag diagnostics)
{
    // The largest that Linux can be built for.
    private const int LastCpu = 8191;
    private const int LastNumaNode = 1023;

    private static readonly string[] Keywords = WordTable.TextsAt(WordPlace.Node);

    /// <summary>The clauses that are for some kinds only, and which these are, for a message.</summary>
    private static readonly (string Keyword, string IsFor)[] ClausesOfKinds =
    [
        ("codec", "compressed nodes"),
        ("durable", "file nodes"),
        ("endpoint", "remote nodes"),
        ("path", "file and dax nodes"),
        ("numa", "nodes that are memory"),
        ("bind", "nodes that are memory"),
    ];

    private static readonly string[] KindNames = WordTable.TextsAt(WordPlace.NodeKind);

    /// <summary>What a kind is called in the language.</summary>
    public static string NameOf(NodeKind kind) => KindNames[(int)kind];

    public static bool IsKind(string name) => Array.IndexOf(KindNames, name) >= 0;

    public Node Bind(NodeSyntax syntax, int id)
    {
        NodeKind? kind = BindKind(syntax.Kind);
        ClauseReader clauses = new(syntax.Clauses, "clause of a node", Keywords, diagnostics);
        if (kind is { } known)
        {
            CheckKind(clauses, known);
        }

        return new Node
        {
            Id = id,
            Name = syntax.Name.Text,
            Kind = kind ?? NodeKind.Dram,
            Capacity = BindCapacity(syntax, clauses),
            Tier = 0,
            HasCpus = clauses.Has("cpus"),
            Cpus = BindCpus(clauses),
            Numa = clauses.Integer("numa", LastNumaNode),
            BindPreferred = clauses.Word("bind", WordTable.TextsAt(WordPlace.Bind)) == 1,
            Path = clauses.String("path"),
            Codec = (Codec)(clauses.Word("codec", WordTable.TextsAt(WordPlace.Codec)) ?? 0),
            Durable = clauses.Flag("durable"),
            Endpoint = clauses.String("endpoint"),
            LatencyNanoseconds = clauses.NumberAboveZero("latency", NumberKind.Duration),
            BytesPerSecond = clauses.NumberAboveZero("bandwidth", NumberKind.Rate),
            Price = BindPrice(clauses),
            AbstractDistance = clauses.Integer("adistance", int.MaxValue),
            Hotplug = clauses.Flag("hotplug"),
            Location = syntax.Name.Location,
        };
    }

    /// <summary>Whether nodes of a kind may have a clause.</summary>
    public static bool Fits(string keyword, NodeKind kind) => keyword switch
    {
        "codec" => kind == NodeKind.Compressed,
        "durable" => kind == NodeKind.File,
        "endpoint" => kind == NodeKind.Remote,
        "path" => kind is NodeKind.File or NodeKind.Dax,
        "numa" or "bind" => kind is not (NodeKind.File or NodeKind.Remote),
        "adistance" => kind.IsByteAddressable(),
        _ => true,
    };

    private NodeKind? BindKind(NameSyntax kind)
    {
        int index = Array.IndexOf(KindNames, kind.Text);
        if (index >= 0)
        {
            return (NodeKind)index;
        }

        if (!kind.IsMissing)
        {
            diagnostics.ReportUnknown(Descriptors.UnknownName, kind.Location, ["kind of node", kind.Text], kind.Text, KindNames, isOfLanguage: true);
        }

        return null;
    }

    private void CheckKind(ClauseReader clauses, NodeKind kind)
    {
        foreach ((string keyword, string isFor) in ClausesOfKinds)
        {
            if (!Fits(keyword, kind) && clauses.Find(keyword) is { } clause)
            {
                diagnostics.Report(Descriptors.ClauseNotForKind, clause.Keyword.Location, keyword, NameOf(kind), isFor);
            }
        }

        if (clauses.Find("adistance") is { } distance && !kind.IsByteAddressable())
        {
            diagnostics.Report(Descriptors.DistanceOfUnaddressable, distance.Location, NameOf(kind));
        }
    }

    private long BindCapacity(NodeSyntax syntax, ClauseReader clauses)
    {
        if (!clauses.Has("capacity"))
        {
            if (!syntax.HasErrors)
            {
                diagnostics.Report(Descriptors.MissingCapacity, syntax.Name.Location, syntax.Name.Text);
            }

            return pageSize;
        }

        if (clauses.NumberAboveZero("capacity", NumberKind.Size) is not { } capacity)
        {
            return pageSize;
        }

        SourceLocation location = clauses.Find("capacity")!.Value!.Location;
        string page = Quantity.Show(NumberKind.Size, pageSize);
        if (capacity < pageSize)
        {
            diagnostics.Report(Descriptors.CapacityBelowPage, location, syntax.Name.Text, Quantity.Show(NumberKind.Size, capacity), page);
        }
        else if (capacity % pageSize != 0)
        {
            diagnostics.Report(Descriptors.CapacityNotWholePages, location, syntax.Name.Text, page, Quantity.Show(NumberKind.Size, capacity % pageSize));
        }

        return capacity;
    }

    private EquatableArray<int> BindCpus(ClauseReader clauses)
    {
        if (clauses.Find("cpus") is not { Value: not null } || clauses.Value<CpuListSyntax>("cpus", "a list of CPUs") is not { } list)
        {
            return default;
        }

        SortedSet<int> cpus = [];
        foreach (CpuRangeSyntax range in list.Ranges)
        {
            if (!IsCpu(range.First) || (range.Last != range.First && !IsCpu(range.Last)))
            {
                continue;
            }

            if (range.First.Value > range.Last.Value)
            {
                diagnostics.Report(Diagnostic.Create(Descriptors.BadCpuRange, range.Location, $"{range.First.Value}-{range.Last.Value}") with
                {
                    Replacement = $"{range.Last.Value}-{range.First.Value}",
                });
            }

            for (int cpu = (int)range.First.Value; cpu <= range.Last.Value; cpu++)
            {
                cpus.Add(cpu);
            }
        }

        return cpus.ToEquatableArray();

        bool IsCpu(NumberSyntax number)
        {
            if (!clauses.Is(number, NumberKind.Integer, "cpus"))
            {
                return false;
            }

            if (number.Value > LastCpu)
            {
                diagnostics.Report(Descriptors.NumberTooLarge, number.Location, Quantity.Show(NumberKind.Integer, number.Value), Quantity.Show(NumberKind.Integer, LastCpu));
                return false;
            }

            return true;
        }
    }

    private string? BindPrice(ClauseReader clauses)
    {
        if (clauses.Value<NumberSyntax>("price", "a plain number") is not { } price)
        {
            return null;
        }

        if (price.Kind is NumberKind.Integer or NumberKind.Decimal)
        {
            string text = price.Text.Replace("_", "");
            if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _))
            {
                return text;
            }

            diagnostics.Report(Descriptors.NumberTooLarge, price.Location, NumberReader.Shorten(text), decimal.MaxValue.ToString(CultureInfo.InvariantCulture));
            return null;
        }

        clauses.ReportWrong("price", "a plain number", price);
        return null;
    }
}
