using TierPolicy.Simulation.Benchmarks;

// dotnet run --project bench/Simulation.Benchmarks -c Release -- speed|sweep [TRACE]
switch (args)
{
    case ["speed"]:
        SpeedReport.Run(["arc_oltp", "addr_mcf_64b"], rounds: 5);
        return 0;
    case ["speed", string trace]:
        SpeedReport.Run([trace], rounds: 5);
        return 0;
    case ["profile", string trace, string policy]:
        SpeedReport.Repeat(trace, policy == "rules" ? typeof(EightRules) : typeof(Lru), times: 20);
        return 0;
    case ["sweep"]:
        SweepReport.Run();
        return 0;
    default:
        await Console.Error.WriteLineAsync("speed [TRACE]: accesses a second, beside a bare loop; sweep: 64 runs over 5 million accesses; profile TRACE lru|rules: the same run again and again, for perf");
        return 2;
}
