namespace TierPolicy.Language.Words;

/// <summary>Where a word of the language can stand. Words are contextual: one and the same may mean different things in different places.</summary>
public enum WordPlace
{
    /// <summary>At the top of a file.</summary>
    File,

    /// <summary>Between the name of a policy and that of its topology.</summary>
    PolicyHead,

    /// <summary>Begins a clause of a topology.</summary>
    Topology,

    /// <summary>Begins a clause of a tier.</summary>
    Tier,

    /// <summary>Begins a clause of a node.</summary>
    Node,

    /// <summary>Says what a node is made of.</summary>
    NodeKind,

    /// <summary>The value of <c>bind</c>.</summary>
    Bind,

    /// <summary>The value of <c>codec</c>.</summary>
    Codec,

    /// <summary>Begins a clause of <c>swap</c>.</summary>
    Swap,

    /// <summary>Begins a clause of <c>store</c>.</summary>
    Store,

    /// <summary>Begins a clause of a policy.</summary>
    Policy,

    /// <summary>A mode of <c>reclaim</c>.</summary>
    ReclaimMode,

    /// <summary>The value of <c>order</c>.</summary>
    Order,

    /// <summary>The value of <c>aging</c>.</summary>
    Aging,

    /// <summary>The value of <c>admission</c>.</summary>
    Admission,

    /// <summary>Begins a clause of <c>watermarks</c>.</summary>
    Watermark,

    /// <summary>Begins a clause of a domain.</summary>
    Domain,

    /// <summary>The value of <c>demotion</c> in a domain.</summary>
    DomainDemotion,

    /// <summary>Before a rule's condition.</summary>
    When,

    /// <summary>After a rule's condition, before a rate.</summary>
    Limit,

    /// <summary>In place of the first node of <c>assert</c>.</summary>
    Offline,

    /// <summary>In place of a node or a domain.</summary>
    None,

    /// <summary>In place of the node of <c>expect</c>.</summary>
    Trace,

    /// <summary>What an <c>expect</c> expects.</summary>
    Verdict,

    /// <summary>Before an operand of a condition.</summary>
    Not,

    /// <summary>Between two conditions.</summary>
    Operator,

    /// <summary>A condition that does not depend on anything, or the value of one that does.</summary>
    Truth,

    /// <summary>What a condition can ask of a page.</summary>
    Fact,

    /// <summary>What an <c>expect</c> says of a page; <c>page.</c> goes without saying there.</summary>
    ExpectFact,

    /// <summary>What <c>page.kind</c> can be.</summary>
    PageKind,

    /// <summary>Behind a number.</summary>
    Unit,
}
