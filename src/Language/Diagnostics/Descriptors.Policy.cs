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
}
