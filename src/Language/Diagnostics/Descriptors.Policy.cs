namespace TierPolicy.Language.Diagnostics;

public static partial class Descriptors
{
    /// <summary>Under <c>order manual</c> the rules are a graph, and pages would go round for ever.</summary>
    public static readonly DiagnosticDescriptor DemotionCycle = Error("TP0201", "Demotion cycle", "the demotions form a cycle: {0}");

    /// <summary>Under <c>order manual</c> a rule is an edge, and needs its end.</summary>
    public static readonly DiagnosticDescriptor ManualWithoutTarget = Error("TP0202", "Demotion without a target", "under 'order manual' a demote rule says where to: '-> NODES' is missing");

    /// <summary>A rule that moves a node's pages to where they are.</summary>
    public static readonly DiagnosticDescriptor DemotionToSelf = Error("TP0203", "Demotion to itself", "the rule demotes '{0}' to itself");

    /// <summary>min, low, high, promo ascend.</summary>
    public static readonly DiagnosticDescriptor WatermarkOrder = Error("TP0204", "Watermarks out of order", "the {0} watermark, {1}, is above the {2} watermark, {3}");

    /// <summary>A watermark cannot be above what there is.</summary>
    public static readonly DiagnosticDescriptor WatermarkTooHigh = Error("TP0205", "Watermark too high", "the {0} watermark, {1}, is above {2}");

    /// <summary>Demote rules do nothing without the mode bit.</summary>
    public static readonly DiagnosticDescriptor MigrateOff = Warning("TP0206", "Demotion is off", "'{0}' has demote rules, but without 'reclaim migrate' nothing is ever demoted");

    /// <summary>Pages go down and never come up.</summary>
    public static readonly DiagnosticDescriptor StrandedPages = Warning("TP0207", "Stranded pages", "'{0}' demotes pages and has no promote rule: they are stranded on the slower nodes");

    /// <summary>A false <c>assert</c>.</summary>
    public static readonly DiagnosticDescriptor FalseAssert = Error("TP0208", "False assert", "the assertion is false: the path is {0}");

    /// <summary>A false <c>expect</c>.</summary>
    public static readonly DiagnosticDescriptor FalseExpect = Error("TP0209", "False expect", "expected {0}, found {1}: {2}");

    /// <summary><c>offline</c> takes nodes that can go off line.</summary>
    public static readonly DiagnosticDescriptor NotHotplug = Error("TP0210", "Node that never goes off line", "the node '{0}' never goes off line: it is not declared 'hotplug'");

    /// <summary>A limit on the number of domains or rules.</summary>
    public static readonly DiagnosticDescriptor TooMany = Error("TP0211", "Too many", "a policy has at most {0} {1}");

    /// <summary><c>none</c> ends a chain.</summary>
    public static readonly DiagnosticDescriptor ChainAfterNone = Error("TP0212", "Step after 'none'", "'none' ends a chain");

    /// <summary>Pages are read in place after promotion, so the target must be memory.</summary>
    public static readonly DiagnosticDescriptor PromotionToUnaddressable = Error("TP0213", "Promotion to a node that is not byte-addressable", "pages cannot be promoted to '{0}': it is not byte-addressable");

    /// <summary>A target that the order gives to none of the nodes the rule is for: that part of the rule is dead.</summary>
    public static readonly DiagnosticDescriptor TargetNeverGiven = Warning("TP0214", "Target that the order never gives", "under 'order {0}', pages on {1} are never demoted to '{2}'");

    /// <summary>A domain that is kept off all the targets of its nodes.</summary>
    public static readonly DiagnosticDescriptor DomainWithoutTarget = Information("TP0215", "Domain without a demotion target", "pages of the domain '{0}' are never demoted: no node that it may use is a target of another one");

    /// <summary>A domain that cannot hold one page.</summary>
    public static readonly DiagnosticDescriptor LimitBelowPage = Error("TP0216", "Limit below one page", "the limit of the domain '{0}', {1}, is below one page ({2})");

    /// <summary>A promotion that makes pages slower.</summary>
    public static readonly DiagnosticDescriptor PromotionToSlowerTier = Warning("TP0217", "Promotion to a slower tier", "the rule promotes pages on '{0}' to '{1}', which is in a slower tier");

    /// <summary>No memory is allocated there, and nothing is demoted to there.</summary>
    public static readonly DiagnosticDescriptor UnreachableNode = Warning("TP0218", "Node that nothing can reach", "no page can get to '{0}': it is not byte-addressable, and no chain of demotions leads to it");

    /// <summary>Where a page without a store behind it comes to the end of its way.</summary>
    public static readonly DiagnosticDescriptor NoWayOut = Information("TP0219", "Pages that cannot leave", "anonymous pages cannot leave {0}: nothing is demoted from there, and '{1}' has no swap");

    /// <summary>A level that fills up before the one above it is empty.</summary>
    public static readonly DiagnosticDescriptor SmallTarget = Information("TP0220", "Target smaller than what is demoted to it", "'{0}' holds {1}, less than the {2} that are demoted to it from {3}");

    /// <summary>Two of the orders begin at the nodes with CPUs.</summary>
    public static readonly DiagnosticDescriptor NoCpus = Warning("TP0221", "No node with CPUs", "'order {0}' begins at the nodes with CPUs, and '{1}' has none: nothing is ever demoted");

    /// <summary>Under <c>order manual</c> a rule can lead up, which is what promotion and page-in are for.</summary>
    public static readonly DiagnosticDescriptor DemotionToMemory = Warning("TP0222", "Demotion to memory", "the rule demotes pages on '{0}', which is not byte-addressable, to '{1}', which is");
}
