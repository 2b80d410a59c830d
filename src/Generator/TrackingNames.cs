namespace TierPolicy.Generator;

/// <summary>The names of the pipeline's steps: tests ask by them what ran anew, and why.</summary>
internal static class TrackingNames
{
    /// <summary>One item of the project, with its settings.</summary>
    public const string Item = nameof(Item);

    /// <summary>One <c>.tierpolicy</c> file, parsed.</summary>
    public const string File = nameof(File);

    /// <summary>What one <c>.tierpolicy</c> file declares.</summary>
    public const string Syntax = nameof(Syntax);

    /// <summary>One type with <c>[TierTopology]</c>, <c>[TierPolicy&lt;T&gt;]</c> or <c>[TierPolicy("…")]</c>, read.</summary>
    public const string Attributed = nameof(Attributed);

    /// <summary>What can be made of one file, or one attributed type, alone.</summary>
    public const string Declarations = nameof(Declarations);

    /// <summary>The names of the whole project.</summary>
    public const string Names = nameof(Names);

    /// <summary>The topologies of the whole project.</summary>
    public const string Topologies = nameof(Topologies);

    /// <summary>One file, with what it needs of the others.</summary>
    public const string Resolved = nameof(Resolved);

    /// <summary>One file, bound.</summary>
    public const string Bound = nameof(Bound);

    /// <summary>One mistake in a <c>.tierpolicy</c> file.</summary>
    public const string Diagnostic = nameof(Diagnostic);

    /// <summary>One topology or policy to emit.</summary>
    public const string Output = nameof(Output);

    /// <summary>One topology or policy, emitted.</summary>
    public const string Emitted = nameof(Emitted);

    /// <summary>One file for the compilation.</summary>
    public const string Source = nameof(Source);
}
