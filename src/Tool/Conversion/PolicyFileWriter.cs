using System.Text;
using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Formatting;
using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Tool.Conversion;

/// <summary>Writes what attributed C# declares as a <c>.tierpolicy</c> file, in the one style.</summary>
internal sealed class PolicyFileWriter
{
    private readonly CSharpFile _file;
    private readonly CSharpComments _comments;
    private readonly StringBuilder _text = new();

    private PolicyFileWriter(CSharpFile file)
    {
        _file = file;
        _comments = new CSharpComments(file.Tree);
    }

    /// <param name="file">A file without mistakes, but that a policy's topology may stand elsewhere.</param>
    /// <exception cref="ConversionException">A <c>.tierpolicy</c> file cannot say it.</exception>
    public static string Write(CSharpFile file) => new PolicyFileWriter(file).Write();

    private string Write()
    {
        string[] spaces = [.. _file.Declarations.Select(declaration => declaration.Namespace).Distinct(StringComparer.Ordinal)];
        if (spaces.Length > 1)
        {
            throw new ConversionException($"a .tierpolicy file has one namespace, and this one has {string.Join(" and ", spaces.Select(space => space.Length == 0 ? "the global one" : $"'{space}'"))}: put them into files of their own first");
        }

        Lines(_comments.AtHead());
        if (spaces[0].Length > 0)
        {
            Line($"namespace {spaces[0]};");
        }

        for (int i = 0; i < _file.Declarations.Count; i++)
        {
            Write(_file.Declarations[i], _file.Types[i]);
        }

        string[] end = [.. _comments.AtEnd()];
        if (end.Length > 0)
        {
            Line();
            Lines(end);
        }

        string draft = _text.ToString();
        return Formatter.Format("", draft) ?? throw new ConversionException(
            "a .tierpolicy file cannot say this: " + Parser.ParseFile("", draft).Diagnostics.First(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Message);
    }

    private void Write(DeclarationSyntax declaration, AttributedType type)
    {
        Line();
        Lines(_comments.BeforeType(type));
        if (declaration is PolicySyntax { Members: var rules } && MethodsOf(rules) is { Length: > 0 } methods)
        {
            Line($"// In C#, without their attributes, in a part of the struct: {methods}.");
        }

        string head = declaration is PolicySyntax policy ? $"policy {policy.Name.Text} on {TopologyOf(policy)}" : $"topology {declaration.Name.Text}";
        Line($"{(declaration.IsInternal ? "internal " : "")}{head}");
        Line("{");
        if (declaration is TopologySyntax topology)
        {
            WriteTopology(topology, type);
        }
        else
        {
            WritePolicy((PolicySyntax)declaration, type);
        }

        Lines(_comments.AtEndOfType(type));
        Line("}");
    }

    /// <summary>C# knows a topology by its full name; one of this file, which has one namespace, needs only its own.</summary>
    private string TopologyOf(PolicySyntax policy)
    {
        TopologySyntax? own = _file.Declarations.OfType<TopologySyntax>().FirstOrDefault(topology => policy.Topology.Text == $"{topology.Namespace}.{topology.Name.Text}");
        return own?.Name.Text ?? policy.Topology.Text;
    }

    private void WriteTopology(TopologySyntax topology, AttributedType type)
    {
        foreach (ClauseSyntax clause in topology.Members.OfType<ClauseSyntax>())
        {
            Statement(clause, SyntaxPrinter.Clause(clause), type);
            Line();
        }

        foreach (MemberSyntax member in topology.Members)
        {
            switch (member)
            {
                case NodeSyntax node:
                    Statement(node, Node(node), type);
                    break;
                case TierSyntax tier:
                    Line($"tier {tier.Name.Text}");
                    Line("{");
                    foreach (NodeSyntax node in tier.Nodes)
                    {
                        Statement(node, Node(node), type);
                    }

                    Line("}");
                    break;
            }
        }

        Line();
        foreach (BackingSyntax backing in topology.Members.OfType<BackingSyntax>())
        {
            Statement(backing, $"{backing.Keyword.Text} {SyntaxPrinter.Block(backing.Clauses)}", type);
        }

        DistanceEntrySyntax[] entries = [.. topology.Members.OfType<DistanceEntrySyntax>()];
        if (entries.Length > 0)
        {
            Line();
            Lines(entries.SelectMany(entry => _comments.Before(entry.Location, type)).Distinct());
            Lines(entries.Select(entry => _comments.Behind(entry.Location, type)).OfType<string>().Distinct());
            WriteDistances(entries, _file.Binding.Topologies.First(known => known.Name == topology.Name.Text));
        }
    }

    /// <summary>The matrix of the nodes that distances are given for, if that is a whole one; else that of all nodes.</summary>
    private void WriteDistances(DistanceEntrySyntax[] entries, Topology topology)
    {
        HashSet<(string, string)> given = [.. entries.Select(entry => (entry.Source.Text, entry.Target.Text))];
        Node[] named = [.. topology.Nodes.Where(node => entries.Any(entry => entry.Source.Text == node.Name || entry.Target.Text == node.Name))];
        bool isWhole = named.All(source => named.All(target => source == target || given.Contains((source.Name, target.Name))));
        Node[] nodes = isWhole ? named : [.. topology.Nodes];
        Line("distance");
        Line("{");
        Line(string.Join(' ', nodes.Select(node => node.Name)));
        foreach (Node source in nodes)
        {
            Line(FormattableString.Invariant($"{source.Name} {string.Join(' ', nodes.Select(target => topology.Distance(source.Id, target.Id)))}"));
        }

        Line("}");
    }

    private void WritePolicy(PolicySyntax policy, AttributedType type)
    {
        string scope = policy.Namespace.Length == 0 ? policy.Name.Text : $"{policy.Namespace}.{policy.Name.Text}";
        MemberSyntax? previous = null;
        foreach (MemberSyntax member in policy.Members)
        {
            // What is one attribute there is several statements here.
            if ((previous is ReclaimSyntax or ClauseSyntax && member is not (ReclaimSyntax or ClauseSyntax)) || _comments.FollowsEmptyLine(member.Location, type))
            {
                Line();
            }

            Statement(member, Text(member, scope), type);
            previous = member;
        }
    }

    private static string Text(MemberSyntax member, string scope) => member switch
    {
        ClauseSyntax clause => SyntaxPrinter.Clause(clause),
        ReclaimSyntax reclaim => $"reclaim {string.Join(" | ", reclaim.Modes.Select(mode => mode.Text))};",
        WatermarksSyntax marks => $"watermarks {SyntaxPrinter.Nodes(marks.Nodes)} {SyntaxPrinter.Block(marks.Clauses)}",
        DomainSyntax domain => $"domain {domain.Name.Text} {SyntaxPrinter.Block(domain.Clauses)}",
        RuleSyntax rule => Rule(WordOf(rule.Verdict), rule.Sources, rule.Targets, rule.When, null, scope),
        PromoteSyntax rule => Rule("promote", rule.Sources, rule.Targets, rule.When, rule.Limit, scope),
        ProactiveSyntax rule => Rule("proactive", rule.Sources, null, rule.When, rule.Limit, scope),
        AssertSyntax assertion => $"assert {SyntaxPrinter.Assertion(assertion)};",
        ExpectSyntax expect => $"expect {SyntaxPrinter.Expectation(expect)};",
        ExpectTraceSyntax expect => $"expect {SyntaxPrinter.Expectation(expect)}",
        _ => throw new ArgumentOutOfRangeException(nameof(member)),
    };

    private static string Rule(string verb, NodesSyntax? sources, NodesSyntax? targets, ExpressionSyntax? when, NumberSyntax? limit, string scope)
    {
        string from = sources is null ? "" : $" {SyntaxPrinter.Nodes(sources)}";
        string to = targets is null ? "" : $" -> {SyntaxPrinter.Nodes(targets)}";
        string condition = when is null ? "" : $" when {SyntaxPrinter.Condition(Qualify(when, scope))}";
        string capped = limit is null ? "" : $" limit {limit.Text}";
        return $"{verb}{from}{to}{condition}{capped};";
    }

    private static string WordOf(ReclaimVerdict verdict) => verdict switch
    {
        ReclaimVerdict.Keep => "keep",
        ReclaimVerdict.Discard => "discard",
        _ => "demote",
    };

    private static string Node(NodeSyntax node) => $"node {node.Name.Text} : {node.Kind.Text} {SyntaxPrinter.Block(node.Clauses)}";

    /// <summary>A method with a rule attribute is a predicate by its full name.</summary>
    private static ExpressionSyntax Qualify(ExpressionSyntax condition, string scope) => condition switch
    {
        PredicateSyntax predicate when IsMethod(predicate) => predicate with { Method = predicate.Method with { Text = $"{scope}.{predicate.Method.Text}" } },
        BinarySyntax { Left: PredicateSyntax } both => both with { Left = Qualify(both.Left, scope) },
        _ => condition,
    };

    /// <summary>Not one that a condition names: it stands where the method does, and nothing else with it.</summary>
    private static bool IsMethod(PredicateSyntax predicate) => predicate.Location == predicate.Method.Location;

    private static string MethodsOf(EquatableArray<MemberSyntax> rules)
    {
        IEnumerable<ExpressionSyntax?> conditions = rules.Select(rule => rule switch
        {
            RuleSyntax { When: var when } => when,
            PromoteSyntax { When: var when } => when,
            ProactiveSyntax { When: var when } => when,
            _ => null,
        });
        return string.Join(", ", conditions
            .Select(condition => (condition as BinarySyntax)?.Left ?? condition)
            .OfType<PredicateSyntax>()
            .Where(IsMethod)
            .Select(predicate => predicate.Method.Text)
            .Distinct(StringComparer.Ordinal));
    }

    private void Statement(SyntaxNode statement, string text, AttributedType type)
    {
        Lines(_comments.Before(statement.Location, type));
        Line(_comments.Behind(statement.Location, type) is { } comment ? $"{text} {comment}" : text);
    }

    private void Lines(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            Line(line);
        }
    }

    private void Line(string line = "") => _text.Append(line).Append('\n');
}
