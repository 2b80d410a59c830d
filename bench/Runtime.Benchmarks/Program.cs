using BenchmarkDotNet.Running;
using TierPolicy.Runtime.Benchmarks;

if (args is ["latency"])
{
    LatencyReport.Run();
}
else if (args is ["demotion"])
{
    DemotionReport.Run();
}
else if (args is ["reads"])
{
    ReadsReport.Run();
}
else if (args is ["recording"])
{
    RecordingReport.Run();
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
