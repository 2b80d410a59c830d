namespace TierPolicy.Samples.Quickstart;

/// <summary>Runs a replay and shows how it goes.</summary>
internal interface IDisplay
{
    RunResult Show(IReplay replay);
}
