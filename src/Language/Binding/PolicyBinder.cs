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
        ReclaimModes reclaim = BindReclaim();
        EquatableArray<Domain> domains = BindDomains();
        EquatableArray<ReclaimRule> rules = BindReclaimRules();
        EquatableArray<PromoteRule> promote = BindPromoteRules();
        EquatableArray<ProactiveRule> proactive = BindProactiveRules();
        CheckCountOfRules();
        bool canBeChecked = !_syntax.HasErrors && !_topology.IsBroken && !_syntax.Name.IsMissing && _diagnostics.Errors == errors;

        // Mistakes in these hide no others: where pages go does not depend on them.
        EquatableArray<Watermarks> watermarks = new WatermarkBinder(_topology, _diagnostics).Bind(_syntax.Members.OfType<WatermarksSyntax>());
        Policy? policy = !canBeChecked ? null : new Policy
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
            ReclaimRules = rules,
            PromoteRules = promote,
            ProactiveRules = proactive,
            Domains = domains,
            Tables = DemotionTableBuilder.Build(_topology.Topology, _order, rules, _cancellation),
            IsDeclaredInCSharp = _syntax.IsDeclaredInCSharp,
            Location = _syntax.Name.Location,
        };

        // What they name is looked at even where there is nothing to run them on.
        new PolicyTestBinder(_syntax, _topology, policy, _domainIds, _diagnostics).Bind(_cancellation);
        if (policy is not null)
        {
            new PolicyChecker(policy, _syntax, _diagnostics, _cancellation).Check();
        }

        return _diagnostics.Errors == errors ? policy : null;
    }

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

            if (names.TryGetValue(name.Text, out SourceLocation? first))
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
