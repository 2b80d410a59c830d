namespace TierPolicy.Samples.Quickstart;

/// <summary>For output that is not a terminal: a line when a run begins.</summary>
internal sealed class PlainDisplay(TextWriter output) : IDisplay
{
    public RunResult Show(IReplay replay)
    {
        output.WriteLine($"running {replay.Name} ...");
        return replay.Run();
    }
}
