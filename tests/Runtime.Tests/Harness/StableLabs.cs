using TierPolicy.Linux;

namespace TierPolicy.Runtime.Tests.Harness;

/// <summary>Has the labs of a test make memories whose pages keep their addresses, where their topology lets them: so the same tests hold for both migrators.</summary>
internal static class StableLabs
{
    private static readonly AsyncLocal<bool> AreStable = new();

    /// <summary>From here on, in this test.</summary>
    public static void Begin() => AreStable.Value = true;

    public static void Configure(TieredMemoryOptions options, TopologyDescription topology)
    {
        if (AreStable.Value && topology.Nodes.All(static node => node.Kind.IsByteAddressable() && node.Kind != NodeKind.Dax))
        {
            options.StableAddresses = true;

            // All nodes on the one that every machine has: the kernel is asked for every move, and has no far way to go.
            options.NumaOfOthers = 0;
            options.Emulate = !SystemCalls.AreKnown;
        }
    }
}
