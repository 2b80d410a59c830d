using TierPolicy.Language.Model;
using TierPolicy.Simulation;
using TierPolicy.Tool.Sources;

namespace TierPolicy.Tool.Simulating;

/// <summary>
/// Runs a policy with all combinations of what <c>--sweep</c> names, over all cores. The trace is read and its pages are numbered once; each variant that is a matter of the policy's text is
/// compiled once.
/// </summary>
internal sealed class Sweep
{
    public const string Option = "--sweep";

    private const string AgingPeriod = "aging-period";
    private const int MaxPoints = 10_000;

    private readonly IReadOnlyList<SweepAxis> _axes;

    private Sweep(IReadOnlyList<SweepAxis> axes) => _axes = axes;

    public IReadOnlyList<string> Names => [.. _axes.Select(static axis => axis.Name)];

    /// <summary>How many runs there are.</summary>
    public int Count => _axes.Aggregate(1, static (product, axis) => product * axis.Values.Count);

    /// <param name="given">As <c>Dram=16MiB,32MiB</c>.</param>
    /// <exception cref="UsageException">One is not of that form, or there are too many combinations.</exception>
    public static Sweep Parse(IEnumerable<string> given)
    {
        SweepAxis[] axes = [.. given.Select(static text => Overrides.Split(Option, text, "Dram=16MiB,32MiB,64MiB")).Select(static pair => new SweepAxis(pair.Name, pair.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))];
        long points = axes.Aggregate(1L, static (product, axis) => Math.Min(long.MaxValue / 1_000_000, product * axis.Values.Count));
        if (points is 0 or > MaxPoints)
        {
            throw new UsageException(FormattableString.Invariant($"{Option}: there are {points} combinations; at most {MaxPoints} are run"));
        }

        return axes.GroupBy(static axis => axis.Name).FirstOrDefault(static group => group.Count() > 1) is { } twice
            ? throw new UsageException($"{Option}: '{twice.Key}' is given twice")
            : new Sweep(axes);
    }

    /// <summary>Runs all of them.</summary>
    /// <param name="project">The files of the policy.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="settings">What all runs have in common.</param>
    /// <param name="compiler">Compiles the variants.</param>
    /// <param name="trace">The accesses.</param>
    /// <param name="done">Told after each run; from any thread.</param>
    /// <exception cref="UsageException">A name or value is none that there is.</exception>
    /// <exception cref="SimulationException">The trace cannot be run on one of the variants.</exception>
    public IReadOnlyList<SweepPoint> Run(PolicyProject project, Policy policy, SimulationSettings settings, PolicyCompiler compiler, NumberedTrace trace, Action done)
    {
        using Variants variants = new(project, policy, compiler);
        (string[] Values, Type Policy, SimulationSettings Settings)[] runs =
            [.. Combinations().Select(values => (values, variants.TypeOf(Textual(values)), SettingsOf(settings, policy, values)))];
        SimulationResult[] results = new SimulationResult[runs.Length];
        try
        {
            Parallel.For(0, runs.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
            {
                results[i] = trace.Run(runs[i].Policy, runs[i].Settings);
                done();
            });
        }
        catch (AggregateException error) when (error.InnerExceptions[0] is SimulationException first)
        {
            throw first;
        }

        return SweepPoint.WithFront([.. runs.Zip(results, static (run, result) => new SweepPoint(run.Values, result))]);
    }

    private IEnumerable<string[]> Combinations()
    {
        int count = Count;
        for (int number = 0; number < count; number++)
        {
            string[] values = new string[_axes.Count];
            int rest = number;
            for (int axis = _axes.Count - 1; axis >= 0; axis--)
            {
                values[axis] = _axes[axis].Values[rest % _axes[axis].Values.Count];
                rest /= _axes[axis].Values.Count;
            }

            yield return values;
        }
    }

    private (string Name, string Value)[] Textual(string[] values) => [.. _axes.Zip(values, static (axis, value) => (axis.Name, value)).Where(static pair => PolicyVariant.Names.Contains(pair.Name))];

    private SimulationSettings SettingsOf(SimulationSettings settings, Policy policy, string[] values)
    {
        foreach ((SweepAxis axis, string value) in _axes.Zip(values))
        {
            int dot = axis.Name.LastIndexOf('.');
            settings = axis.Name switch
            {
                AgingPeriod => settings with { AgingPeriod = Quantity.Duration(Option, value) },
                _ when PolicyVariant.Names.Contains(axis.Name) => settings,
                _ when dot > 0 => Overrides.WithWatermark(settings, policy, axis.Name[..dot], axis.Name[(dot + 1)..], value),
                _ when axis.Name == Overrides.Swap || policy.Topology.Nodes.Any(node => node.Name == axis.Name) => Overrides.WithCapacity(settings, policy.Topology, axis.Name, value),
                _ => throw new UsageException($"{Option}: there is no '{axis.Name}'; there are {string.Join(", ", policy.Topology.Nodes.Select(static node => node.Name))} (capacities), {policy.Topology.Nodes[0].Name}.low and the like (watermarks), {string.Join(", ", PolicyVariant.Names)} and {AgingPeriod}"),
            };
        }

        return settings;
    }

    /// <summary>Something that is set to one value after the other.</summary>
    private sealed record SweepAxis(string Name, IReadOnlyList<string> Values);

    /// <summary>The policy's texts that were compiled, by what is said otherwise in them.</summary>
    private sealed class Variants(PolicyProject project, Policy policy, PolicyCompiler compiler) : IDisposable
    {
        private readonly Dictionary<string, (CompiledPolicies Compiled, Type Type)> _compiled = new(StringComparer.Ordinal);

        public Type TypeOf((string Name, string Value)[] changes)
        {
            string key = string.Join(';', changes);
            if (!_compiled.TryGetValue(key, out (CompiledPolicies Compiled, Type Type) found))
            {
                PolicyProject changed = project;
                Policy same = policy;
                foreach ((string name, string value) in changes)
                {
                    changed = PolicyVariant.Of(changed, same, name, value);
                    same = changed.Binding.Policies.Single(other => other.Name == policy.Name && other.Namespace == policy.Namespace);
                }

                CompiledPolicies compiled = compiler.Compile(changed.Sources, changed.Binding.Policies.ToArray());
                found = (compiled, compiled.TypeOf(same));
                _compiled.Add(key, found);
            }

            return found.Type;
        }

        public void Dispose()
        {
            foreach ((CompiledPolicies compiled, _) in _compiled.Values)
            {
                compiled.Dispose();
            }
        }
    }
}
