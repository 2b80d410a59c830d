using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Model;
using TierPolicy.Language.Ordering;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;
using TierPolicy.Language.Words;

namespace TierPolicy.Language.Binding;

/// <summary>Makes a policy of what one declaration says, over its topology, and checks it.</summary>
internal sealed partial class PolicyBinder
{
    private const int MostDomains = 255;
    private const int MostRules = 1024;

    private static readonly string[] OrderNames = WordTable.TextsAt(WordPlace.Order);
    private static readonly string[] AgingNames = WordTable.TextsAt(WordPlace.Aging);
    private static readonly string[] AdmissionNames = WordTable.TextsAt(WordPlace.Admission);
    private static readonly string[] ModeNames = WordTable.TextsAt(WordPlace.ReclaimMode);

    private readonly PolicySyntax _syntax;
    private readonly BoundTopology _topology;
    private readonly DiagnosticBag _diagnostics;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<string, int> _domainIds = new(StringComparer.Ordinal);
    private readonly ExpressionBinder _expressions;
    private readonly HashSet<MemberSyntax> _brokenRules = [];
    private DemotionOrder _order;

    private PolicyBinder(PolicySyntax syntax, BoundTopology topology, DiagnosticBag diagnostics, CancellationToken cancellation)
    {
        _syntax = syntax;
        _topology = topology;
        _diagnostics = diagnostics;
        _cancellation = cancellation;
        _expressions = new ExpressionBinder(_domainIds, diagnostics);
    }

    /// <summary>The policy; null where it or its topology has errors.</summary>
    public static Policy? Bind(PolicySyntax syntax, BoundTopology topology, DiagnosticBag diagnostics, CancellationToken cancellation)
        => new PolicyBinder(syntax, topology, diagnostics, cancellation).Bind();

    private Policy? Bind()
    {
        int errors = _diagnostics.Errors;
        ClauseReader settings = new(_syntax.Members.OfType<ClauseSyntax>(), "clause of a policy", ["order", "aging", "admission"], _diagnostics);
        _order = (DemotionOrder)(settings.Word("order", OrderNames) ?? 0);
        Aging aging = (Aging)(settings.Word("aging", AgingNames) ?? 0);
        Admission admission = (Admission)(settings.Word("admission", AdmissionNames) ?? 0);
        bool isOrderKnown = _diagnostics.Errors == errors;
        ReclaimModes reclaim = BindReclaim();
        int errorsBefore = _diagnostics.Errors;
        EquatableArray<Domain> domains = BindDomains();
        bool areDomainsKnown = _diagnostics.Errors == errorsBefore;
        errorsBefore = _diagnostics.Errors;
        EquatableArray<ReclaimRule> rules = BindReclaimRules();

        // Under this order the rules are the table.
        isOrderKnown &= _order != DemotionOrder.Manual || _diagnostics.Errors == errorsBefore;
        EquatableArray<PromoteRule> promote = BindPromoteRules();
        EquatableArray<ProactiveRule> proactive = BindProactiveRules();
        bool isReadable = CheckCountOfRules() && !_syntax.HasErrors && !_topology.IsBroken && !_syntax.Name.IsMissing;
        bool isSound = isReadable && _diagnostics.Errors == errors;

        // Mistakes in these hide no others: where pages go does not depend on them.
        EquatableArray<Watermarks> watermarks = new WatermarkBinder(_topology, _diagnostics).Bind(_syntax.Members.OfType<WatermarksSyntax>());

        // What bound is looked at, though the rest did not: without the rules that have mistakes.
        PolicySyntax sound = _brokenRules.Count == 0 ? _syntax : _syntax with { Members = _syntax.Members.Where(member => !_brokenRules.Contains(member)).ToEquatableArray() };
        Policy? policy = !isReadable || !isOrderKnown ? null : new Policy
        {
            Name = _syntax.Name.Text,
            Namespace = _syntax.Namespace,
            IsInternal = _syntax.IsInternal,
            Topology = _topology.Topology,
            Reclaim = reclaim,
            Order = _order,
            Aging = aging,
            Admission = admission,
            Watermarks = watermarks,
            ReclaimRules = Sound<RuleSyntax, ReclaimRule>(rules),
            PromoteRules = Sound<PromoteSyntax, PromoteRule>(promote),
            ProactiveRules = Sound<ProactiveSyntax, ProactiveRule>(proactive),
            Domains = domains,
            Tables = DemotionTableBuilder.Build(_topology.Topology, _order, rules, _cancellation),
            IsDeclaredInCSharp = _syntax.IsDeclaredInCSharp,
            Location = _syntax.Name.Location,
        };

        // What they name is looked at even where there is nothing to run them on.
        bool areRulesSound = !_brokenRules.OfType<RuleSyntax>().Any();
        PolicyTestRun run = new(policy, areDomainsKnown, areRulesSound ? null : _syntax.Members.OfType<RuleSyntax>().TakeWhile(rule => !_brokenRules.Contains(rule)).Count());
        new PolicyTestBinder(_syntax, _topology, run, _domainIds, _diagnostics).Bind(_cancellation);
        if (policy is not null && isSound)
        {
            new PolicyChecker(policy, _syntax, _diagnostics, _cancellation).Check();
        }
        else if (policy is not null && areDomainsKnown)
        {
            // A rule that those before it leave nothing has nothing, whatever the others mean.
            RuleChains chains = new(policy);
            new RuleChecker(policy, sound, chains, _diagnostics, _cancellation).Check(new DemotionChecker(policy, sound, chains, _diagnostics).IsOrderEmpty);
        }

        return _diagnostics.Errors == errors ? policy : null;
    }

    /// <summary>The rules without mistakes.</summary>
    private EquatableArray<TRule> Sound<TSyntax, TRule>(EquatableArray<TRule> rules)
        where TSyntax : MemberSyntax
        => _brokenRules.Count == 0 ? rules : _syntax.Members.OfType<TSyntax>()
            .Zip(rules, (syntax, rule) => (Syntax: syntax, Rule: rule))
            .Where(pair => !_brokenRules.Contains(pair.Syntax))
            .Select(pair => pair.Rule)
            .ToEquatableArray();

    private ReclaimModes BindReclaim()
    {
        ReclaimModes modes = ReclaimModes.None;
        ReclaimSyntax? first = null;
        foreach (ReclaimSyntax reclaim in _syntax.Members.OfType<ReclaimSyntax>())
        {
            if (first is not null)
            {
                _diagnostics.Report(Diagnostic.Create(Descriptors.RepeatedClause, reclaim.Location, "reclaim") with
                {
                    Related = new RelatedLocation("first said here", first.Location),
                });
            }

            first ??= reclaim;
            foreach (NameSyntax mode in reclaim.Modes)
            {
                int index = Array.IndexOf(ModeNames, mode.Text);
                if (index >= 0)
                {
                    modes |= (ReclaimModes)(1 << index);
                }
                else if (!mode.IsMissing)
                {
                    _diagnostics.ReportUnknown(Descriptors.UnknownName, mode.Location, ["mode", mode.Text], mode.Text, ModeNames, isOfLanguage: true);
                }
            }
        }

        return modes;
    }

    private EquatableArray<Domain> BindDomains()
    {
        List<Domain> domains = [];
        Dictionary<string, SourceLocation> names = new(StringComparer.Ordinal);
        foreach (DomainSyntax syntax in _syntax.Members.OfType<DomainSyntax>())
        {
            NameSyntax name = syntax.Name;
            if (ReservedWords.Contains(name.Text))
            {
                _diagnostics.Report(Descriptors.ReservedName, name.Location, name.Text, "domain");
            }

            if (names.TryGetValue(name.Text, out SourceLocation first))
            {
                _diagnostics.Report(Diagnostic.Create(Descriptors.DuplicateName, name.Location, name.Text) with
                {
                    Related = new RelatedLocation("first declared here", first),
                });
                continue;
            }

            if (domains.Count == MostDomains)
            {
                _diagnostics.Report(Descriptors.TooMany, name.Location, Quantity.Show(NumberKind.Integer, MostDomains), "domains");
                break;
            }

            names.Add(name.Text, name.Location);
            if (!name.IsMissing)
            {
                _domainIds.Add(name.Text, domains.Count + 1);
            }

            domains.Add(BindDomain(syntax));
        }

        return domains.ToEquatableArray();
    }

    private Domain BindDomain(DomainSyntax syntax)
    {
        ClauseReader clauses = new(syntax.Clauses, "clause of a domain", WordTable.TextsAt(WordPlace.Domain), _diagnostics);
        NodesSyntax? nodes = clauses.Value<NodesValueSyntax>("nodes", "nodes")?.Nodes;
        return new Domain
        {
            Name = syntax.Name.Text,
            Limit = BindDomainLimit(syntax, clauses),
            Nodes = _topology.Resolve(nodes ?? new NodesSyntax(default, IsAll: true, syntax.Location), _diagnostics).Set,
            Demotion = (DomainDemotion)(clauses.Word("demotion", WordTable.TextsAt(WordPlace.DomainDemotion)) ?? 0),
        };
    }

    private long? BindDomainLimit(DomainSyntax syntax, ClauseReader clauses)
    {
        long? limit = clauses.NumberAboveZero("limit", NumberKind.Size);
        long page = _topology.Topology.PageSize;
        if (limit < page && !_topology.IsBroken)
        {
            string shown = Quantity.Show(NumberKind.Size, limit.Value);
            string least = Quantity.Show(NumberKind.Size, page);
            _diagnostics.Report(Diagnostic.Create(Descriptors.LimitBelowPage, clauses.Find("limit")!.Value!.Location, syntax.Name.Text, shown, least) with
            {
                Replacement = least,
            });
        }

        return limit;
    }
}
