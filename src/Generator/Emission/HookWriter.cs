using TierPolicy.Language.Model;
using TierPolicy.Language.Text;

namespace TierPolicy.Generator.Emission;

/// <summary>A rule as a hook sees it.</summary>
/// <param name="Text">The rule as written.</param>
/// <param name="Location">Where it was written.</param>
/// <param name="Sources">Bit set of the nodes on which it is tried.</param>
/// <param name="When">Null: always.</param>
internal readonly record struct HookRule(string Text, SourceLocation Location, ulong Sources, Expression? When)
{
    /// <summary>C#: what <c>target.free</c> is for the rule.</summary>
    public required string TargetFree { get; init; }

    /// <summary>C#: the declaration of a local that <see cref="TargetFree"/> needs.</summary>
    public string? TargetFreeLocal { get; init; }

    /// <summary>C#: what the hook returns when the rule matches.</summary>
    public required string Decision { get; init; }

    /// <summary>C#: the targets, without which the rule does not match; null: it needs none.</summary>
    public string? Targets { get; init; }
}

/// <summary>
/// Writes the body of a hook: an <c>if</c> a rule, in order. A rule's line is mapped to where it was written, so that a compiler
/// error, a breakpoint and a stack trace land there.
/// </summary>
internal sealed class HookWriter(Topology topology, CodeWriter body)
{
    private readonly int _start = body.Position;
    private readonly ulong _allNodes = topology.Nodes.Count == 64 ? ulong.MaxValue : (1UL << topology.Nodes.Count) - 1;
    private readonly SortedSet<string> _locals = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, string> _tests = [];
    private bool _isMapped;
    private bool _hasEnded;

    public void Write(in HookRule rule)
    {
        Expression? when = rule.When is null ? null : ConditionSimplifier.Simplify(rule.When);
        bool always = when is null or ConstantExpression { Value: not 0 };
        string comment = CSharpText.Comment(rule.Text);
        if (_hasEnded || (!always && when is ConstantExpression) || (rule.Sources & _allNodes) == 0)
        {
            body.Line($"// {comment} (never matches)");
            return;
        }

        body.Line($"// {comment}");
        Map(rule.Location);
        if (always && rule.Targets is null && IsOn(rule.Sources) == "true")
        {
            body.Line($"return {rule.Decision};");
            _hasEnded = true;
            return;
        }

        body.BeginLine();
        body.Append("if (");
        WriteTest(rule, always ? null : when);
        body.Append(")\n");
        if (_isMapped)
        {
            body.Directive("#line hidden");
        }

        body.Open();
        body.Line($"return {rule.Decision};");
        body.Close();
        body.Line();
    }

    /// <summary>Writes what the hook returns when no rule matched, and before all of it the locals that it needs.</summary>
    public void End(string decision)
    {
        if (!_hasEnded)
        {
            body.Line($"return {decision};");
        }

        if (_isMapped)
        {
            body.Directive("#line default");
        }

        if (_locals.Count > 0)
        {
            body.Insert(_start, [.. _locals.Select(local => local + ";"), ""]);
        }
    }

    /// <summary>C#: whether the page is on one of these nodes.</summary>
    public string IsOn(ulong nodes)
    {
        nodes &= _allNodes;
        if (nodes == _allNodes || nodes == 0)
        {
            return nodes == 0 ? "false" : "true";
        }

        if (!_tests.TryGetValue(nodes, out string? test))
        {
            _locals.Add("ulong node = 1UL << page.Node");
            _tests.Add(nodes, test = $"(node & {CSharpText.Mask(nodes)}) != 0");
        }

        return test;
    }

    /// <summary>C#: whether the rule matches, which it does not always.</summary>
    private void WriteTest(in HookRule rule, Expression? when)
    {
        bool asksForTarget = when is not null && ConditionWriter.AsksForTargetFree(when);
        if (asksForTarget && rule.TargetFreeLocal is not null)
        {
            _locals.Add(rule.TargetFreeLocal);
        }

        if (rule.Targets is not null)
        {
            _locals.Add("ulong targets");
        }

        string node = IsOn(rule.Sources);
        bool isFirst = node == "true";
        if (!isFirst)
        {
            body.Append(node);
        }

        // The targets cost more than most conditions, and come last where the condition does not ask for them.
        if (asksForTarget)
        {
            WriteTargets(rule.Targets);
        }

        if (when is not null)
        {
            And();
            new ConditionWriter(body, rule.TargetFree, rule.Location).Write(when, node == "true" && rule.Targets is null ? Precedence.Any : Precedence.And);
        }

        if (!asksForTarget)
        {
            WriteTargets(rule.Targets);
        }

        void WriteTargets(string? targets)
        {
            if (targets is not null)
            {
                And();
                body.Append("(targets = ");
                body.Append(targets);
                body.Append(") != 0");
            }
        }

        void And()
        {
            body.Append(isFirst ? "" : " && ");
            isFirst = false;
        }
    }

    private void Map(SourceLocation location)
    {
        _isMapped |= ConditionWriter.TryMap(body, location);
    }
}
