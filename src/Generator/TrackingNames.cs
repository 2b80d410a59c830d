namespace TierPolicy.Generator;

/// <summary>The names of the pipeline's steps: tests ask by them what ran anew, and why.</summary>
internal static class TrackingNames
{
    /// <summary>One <c>.tierpolicy</c> file, parsed.</summary>
    public const string File = nameof(File);

    /// <summary>One enum with <c>[TierTopology]</c>, read.</summary>
    public const string AttributedTopology = nameof(AttributedTopology);

    /// <summary>One struct with <c>[TierPolicy&lt;T&gt;]</c>, read.</summary>
    public const string AttributedPolicy = nameof(AttributedPolicy);

    /// <summary>One struct with <c>[TierPolicy("…")]</c>, read.</summary>
    public const string NamedAttributedPolicy = nameof(NamedAttributedPolicy);

    /// <summary>Everything, bound together.</summary>
    public const string Project = nameof(Project);

    /// <summary>One mistake in a <c>.tierpolicy</c> file.</summary>
    public const string Diagnostic = nameof(Diagnostic);

    /// <summary>One topology to emit.</summary>
    public const string Topology = nameof(Topology);

    /// <summary>One policy to emit.</summary>
    public const string Policy = nameof(Policy);

    /// <summary>One topology or policy with mistakes, of which a shell is emitted.</summary>
    public const string Fallback = nameof(Fallback);
}
