using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Model;
using TierPolicy.Language.Ordering;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Binding;

internal sealed partial class PolicyBinder
{
    private static readonly NodesSyntax AllNodes = new(default, IsAll: true, new SourceLocation("", default, 0, 0));

    private EquatableArray<ReclaimRule> BindReclaimRules()
    {
        int errors = _diagnostics.Errors;
        List<ReclaimRule> rules = [];
        foreach (RuleSyntax syntax in _syntax.Members.OfType<RuleSyntax>().Take(MostRules))
        {
            _cancellation.ThrowIfCancellationRequested();
            int before = _diagnostics.Errors;
            rules.Add(BindRule(syntax));
            Note(syntax, before);
        }

        EquatableArray<ReclaimRule> bound = rules.ToEquatableArray();
        if (_order == DemotionOrder.Manual && !_syntax.HasErrors && !_topology.IsBroken && _diagnostics.Errors == errors)
        {
            CheckCycle(bound);
        }

        return bound;
    }

    private ReclaimRule BindRule(RuleSyntax syntax)
    {
        NodeSelection sources = _topology.Resolve(syntax.Sources ?? AllNodes, _diagnostics);
        NodeSelection? targets = syntax.Targets is null ? null : _topology.Resolve(syntax.Targets, _diagnostics);
        ulong set = sources.Set;
        if (syntax.Verdict == ReclaimVerdict.Demote)
        {
            if (targets is null && _order == DemotionOrder.Manual)
            {
                _diagnostics.Report(Descriptors.ManualWithoutTarget, syntax.Location);
            }

            if (targets is { Set: not 0 and var all } && (all & (all - 1)) == 0)
            {
                set = WithoutSelf(syntax, set, NodeSelection.ById(all)[0]);
            }
        }

        return new ReclaimRule
        {
            Verdict = syntax.Verdict,
            Sources = set,
            Targets = targets?.Ordered ?? default,
            When = _expressions.BindCondition(syntax.When, out _),
            Text = syntax.Text,
            Location = syntax.Location,
        };
    }

    /// <summary>
    /// A rule whose one target is among its sources. Where the target is named itself, that is a mistake; where it is one of all, or of a
    /// tier, the others are meant, and under <c>manual</c>, where each pair is an edge, this must not be one.
    /// </summary>
    private ulong WithoutSelf(RuleSyntax syntax, ulong sources, int target)
    {
        string name = _topology.NameOf(target);
        if (syntax.Sources is { IsAll: false } nodes && nodes.Names.Any(source => source.Text == name))
        {
            _diagnostics.Report(Descriptors.DemotionToSelf, syntax.Targets!.Location, name);
        }

        return _order == DemotionOrder.Manual ? sources & ~(1UL << target) : sources;
    }

    private void CheckCycle(EquatableArray<ReclaimRule> rules)
    {
        if (CycleFinder.Find(_topology.Topology.Nodes.Count, rules) is not { } cycle)
        {
            return;
        }

        // The rule that closes the circle is as good a place as any, and the last of them is the one that was added last.
        ReclaimRule closing = rules.Last(rule => Enumerable.Range(0, cycle.Count - 1)
            .Any(i => rule.Verdict == ReclaimVerdict.Demote && (rule.Sources & (1UL << cycle[i])) != 0 && rule.Targets.Contains(cycle[i + 1])));
        _diagnostics.Report(Descriptors.DemotionCycle, closing.Location, string.Join(" -> ", cycle.Select(_topology.NameOf)));
    }

    private EquatableArray<PromoteRule> BindPromoteRules()
    {
        List<PromoteRule> rules = [];
        foreach (PromoteSyntax syntax in _syntax.Members.OfType<PromoteSyntax>().Take(MostRules))
        {
            _cancellation.ThrowIfCancellationRequested();
            int before = _diagnostics.Errors;
            NodeSelection targets = _topology.Resolve(syntax.Targets, _diagnostics);
            rules.Add(new PromoteRule
            {
                Sources = _topology.Resolve(syntax.Sources, _diagnostics).Set,
                Targets = ByteAddressable(syntax.Targets, targets),
                When = _expressions.BindCondition(syntax.When, out _),
                LimitBytesPerSecond = BindLimit(syntax.Limit),
                Text = syntax.Text,
                Location = syntax.Location,
            });
            Note(syntax, before);
        }

        return rules.ToEquatableArray();
    }

    private void Note(MemberSyntax rule, int errorsBefore)
    {
        if (_diagnostics.Errors > errorsBefore)
        {
            _brokenRules.Add(rule);
        }
    }

    /// <summary>
    /// Pages are promoted to memory only: other nodes, where all or a tier are named, are not meant. A name that stands for none but such
    /// nodes is a mistake.
    /// </summary>
    private ulong ByteAddressable(NodesSyntax syntax, NodeSelection targets)
    {
        ulong memory = _topology.Topology.Nodes.Where(node => node.Kind.IsByteAddressable()).Aggregate(0UL, (set, node) => set | (1UL << node.Id));
        foreach (NameSyntax name in syntax.IsAll || _topology.IsBroken ? [] : syntax.Names)
        {
            ulong named = NodeNames.Find(_topology.Topology, name.Text);
            if (named != 0 && (named & memory) == 0)
            {
                Node first = _topology.Topology.Nodes.First(node => (named & (1UL << node.Id)) != 0);
                _diagnostics.Report(Diagnostic.Create(Descriptors.PromotionToUnaddressable, name.Location, name.Text) with
                {
                    Related = new RelatedLocation($"'{first.Name}' is declared here", first.Location),
                });
            }
        }

        return targets.Set & memory;
    }

    private EquatableArray<ProactiveRule> BindProactiveRules()
    {
        List<ProactiveRule> rules = [];
        foreach (ProactiveSyntax syntax in _syntax.Members.OfType<ProactiveSyntax>().Take(MostRules))
        {
            _cancellation.ThrowIfCancellationRequested();
            int before = _diagnostics.Errors;
            Expression? when = _expressions.BindCondition(syntax.When, out bool isBroken);
            rules.Add(new ProactiveRule
            {
                Sources = _topology.Resolve(syntax.Sources, _diagnostics).Set,

                // Here a condition is always written, so one that always holds is kept as what it is.
                When = when ?? new ConstantExpression(Model.ValueType.Bool, isBroken ? 0 : 1),
                LimitBytesPerSecond = BindLimit(syntax.Limit),
                Text = syntax.Text,
                Location = syntax.Location,
            });
            Note(syntax, before);
        }

        return rules.ToEquatableArray();
    }

    private long? BindLimit(NumberSyntax? limit)
    {
        switch (limit)
        {
            case null or { Kind: NumberKind.Bad }:
                return null;
            case { Kind: not NumberKind.Rate }:
                _diagnostics.Report(Descriptors.WrongValue, limit.Location, "limit", Quantity.Describe(NumberKind.Rate), Quantity.Describe(limit.Kind));
                return null;
            case { Value: 0 }:
                _diagnostics.Report(Descriptors.ZeroValue, limit.Location, "limit");
                return null;
            default:
                return limit.Value;
        }
    }

    /// <returns>Whether they are not too many.</returns>
    private bool CheckCountOfRules()
    {
        MemberSyntax? first = _syntax.Members
            .Where(member => member is RuleSyntax or PromoteSyntax or ProactiveSyntax)
            .Skip(MostRules)
            .FirstOrDefault();
        if (first is not null)
        {
            _diagnostics.Report(Descriptors.TooMany, first.Location, Quantity.Show(NumberKind.Integer, MostRules), "rules");
        }

        return first is null;
    }
}
