using System.Globalization;

namespace TierPolicy.Runtime.Tests.Model;

/// <summary>How long random tests go on, and from which seed: see <c>tests/README.md</c>.</summary>
internal static class Effort
{
    /// <summary>Seconds that <c>TIERPOLICY_MODEL</c> gives each of the tests that share it; null in an ordinary run, where a number of operations ends them.</summary>
    /// <param name="tests">How many tests share what the class gets: half of all there is.</param>
    public static double? SecondsOfEach(int tests) =>
        Environment.GetEnvironmentVariable("TIERPOLICY_MODEL") is { Length: > 0 } text ? double.Parse(text, CultureInfo.InvariantCulture) / 2 / tests : null;

    /// <summary>The seed that <c>TIERPOLICY_SEED</c> names, as CsCheck prints and takes it; null where it names none.</summary>
    public static string? SeedOfSequences => Environment.GetEnvironmentVariable("TIERPOLICY_SEED") is { Length: > 0 } text ? text : null;

    /// <summary>The seed for what threads do: the one that <c>TIERPOLICY_SEED</c> names; else in an ordinary run always the same, and in a long one any.</summary>
    public static int SeedOfThreads =>
        int.TryParse(SeedOfSequences, NumberStyles.Integer, CultureInfo.InvariantCulture, out int seed) ? seed : SecondsOfEach(1) is null ? 1 : Random.Shared.Next();
}
