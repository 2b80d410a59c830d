using TierPolicy.Language.Model;
using TierPolicy.Simulation;
using TierPolicy.Tool.Pictures;
using TierPolicy.Tool.Sources;

namespace TierPolicy.Tool.Simulating;

/// <summary>What <c>simulate</c> does: one run, two side by side, or many.</summary>
/// <param name="terminal">Where it is told.</param>
/// <param name="traces">The trace files.</param>
/// <param name="settings">What all runs have in common.</param>
/// <param name="capacities">Sizes of nodes.</param>
/// <param name="watermarks">Watermarks of nodes.</param>
/// <param name="references">Assemblies with predicates.</param>
/// <param name="asJson">Whether a machine reads it.</param>
/// <param name="html">The page to draw it on; null: none.</param>
internal sealed class SimulationCommand(
    Terminal terminal,
    IReadOnlyList<string> traces,
    SimulationSettings settings,
    IReadOnlyList<string> capacities,
    IReadOnlyList<string> watermarks,
    IReadOnlyList<string> references,
    bool asJson,
    string? html)
{
    private readonly PolicyCompiler _compiler = new(references);

    /// <summary>One run.</summary>
    public int Run(PolicyProject project, Policy policy)
    {
        if (html is not null)
        {
            RequireFiles("--html");
        }

        SimulationSettings with = Overrides.Apply(settings, policy.Topology, capacities, watermarks);
        SimulationResult result = Simulate(project, policy, with);
        if (asJson)
        {
            SimulationJson.Write(terminal.Out, SimulationJson.Of(result));
        }
        else
        {
            new SimulationPrinter(terminal).Print(result);
        }

        Draw(picture => picture.Of(result, Curve((project, policy, with, result))));
        return ExitCode.Fine;
    }

    /// <summary>Two policies side by side. What one of them has no node for is for the other.</summary>
    public int Compare(PolicyProject project, Policy policy, PolicyProject otherProject, Policy other)
    {
        RequireFiles("--against");
        SimulationSettings with = Overrides.ApplyWhereItFits(settings, policy.Topology, other.Topology, capacities, watermarks);
        SimulationSettings otherWith = Overrides.ApplyWhereItFits(settings, other.Topology, policy.Topology, capacities, watermarks);
        Comparison comparison = Comparison.Of(Simulate(project, policy, with), Simulate(otherProject, other, otherWith));
        if (asJson)
        {
            SimulationJson.Write(terminal.Out, new ComparisonJson(
                [SimulationJson.Of(comparison.First), SimulationJson.Of(comparison.Second)],
                [.. comparison.Lines.Where(static line => !line.IsSame).Select(static line => new DifferenceJson(line.Key, line.First, line.Second, line.Second - line.First))]));
        }
        else
        {
            comparison.Print(terminal);
        }

        Draw(picture => picture.Of(comparison, Curve((project, policy, with, comparison.First), (otherProject, other, otherWith, comparison.Second))));
        return ExitCode.Fine;
    }

    /// <summary>All combinations of what is swept.</summary>
    public int Sweep(PolicyProject project, Policy policy, Sweep sweep)
    {
        SimulationSettings common = Overrides.Apply(settings, policy.Topology, capacities, watermarks);
        NumberedTrace trace = NumberedTrace.Load(traces, checked((int)policy.Topology.PageSize), settings.IgnoreSize);
        IReadOnlyList<SweepPoint> points = RunProgress.Show(terminal, asJson, sweep.Count, done => sweep.Run(project, policy, common, _compiler, trace, done));
        if (asJson)
        {
            SimulationJson.Write(terminal.Out, new SweepJson(sweep.Names, [.. points.Select(static point => new PointJson(point.Values, point.Cost, point.IsOnFront, SimulationJson.Of(point.Result)))]));
        }
        else
        {
            new SweepPrinter(terminal).Print(sweep.Names, points);
        }

        Draw(picture => picture.Of(sweep.Names, points));
        return ExitCode.Fine;
    }

    /// <summary>What is run several times is read several times: a pipe gives it once.</summary>
    private void RequireFiles(string option)
    {
        const string StandardInput = "-";
        if (traces.Contains(StandardInput))
        {
            throw new UsageException($"{option} reads the trace several times, and standard input can be read once: write it to a file first, as by 'tierpolicy trace convert - -o FILE'");
        }
    }

    private SimulationResult Simulate(PolicyProject project, Policy policy, SimulationSettings with)
    {
        using CompiledPolicies compiled = _compiler.Compile(project.Sources, project.Binding.Policies.ToArray());
        return RunView.Show(terminal, asJson, policy, progress => Simulator.Run(compiled.TypeOf(policy), traces, with, progress));
    }

    private void Draw(Func<SimulationPicture, PicturePage> draw)
    {
        if (html is null)
        {
            return;
        }

        File.WriteAllText(html, draw(new SimulationPicture(traces)).ToHtml());
        if (!asJson)
        {
            terminal.Out.WriteLine($"drawn on {html}");
        }
    }

    /// <summary>The same policies at other sizes.</summary>
    private MissRatioCurve Curve(params ReadOnlySpan<(PolicyProject Project, Policy Policy, SimulationSettings Settings, SimulationResult Result)> runs)
    {
        List<CompiledPolicies> compiled = [];
        List<MissRatioSubject> subjects = [];
        try
        {
            foreach ((PolicyProject project, Policy policy, SimulationSettings with, SimulationResult result) in runs)
            {
                compiled.Add(_compiler.Compile(project.Sources, project.Binding.Policies.ToArray()));
                NumberedTrace trace = NumberedTrace.Load(traces, result.PageSize, settings.IgnoreSize);
                subjects.Add(new MissRatioSubject(result, trace, compiled[^1].TypeOf(policy), with));
            }

            return MissRatioCurve.Measure(subjects);
        }
        finally
        {
            compiled.ForEach(static policies => policies.Dispose());
        }
    }

    private sealed record ComparisonJson(IReadOnlyList<SimulationJson.ResultJson> Runs, IReadOnlyList<DifferenceJson> Differences);

    private sealed record DifferenceJson(string Name, double First, double Second, double Difference);

    private sealed record SweepJson(IReadOnlyList<string> Names, IReadOnlyList<PointJson> Points);

    private sealed record PointJson(IReadOnlyList<string> Values, double Cost, bool IsOnFront, SimulationJson.ResultJson Result);
}
