using System.Globalization;

namespace TierPolicy.Simulation.Tests.Oracles;

/// <summary>What a published simulator says of a trace, and what this one does.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="Algorithm">The algorithm, and the column where there are several.</param>
/// <param name="Size">The sizes of the tiers in pages.</param>
/// <param name="Ours">Our figure.</param>
/// <param name="Theirs">Theirs, to as many digits as are given.</param>
/// <param name="Tolerance">How far they may be apart: 0 is not at all, as it is written.</param>
internal sealed record OracleRow(string Trace, string Algorithm, string Size, double Ours, double Theirs, double Tolerance)
{
    private const int Digits = 4;

    /// <summary>Why it need not hold, or is compared in another way; null where there is nothing to say.</summary>
    public string? Note { get; init; }

    public string OursAsGiven => Format(Ours);

    public string TheirsAsGiven => Format(Theirs);

    public bool Holds => Tolerance == 0 ? OursAsGiven == TheirsAsGiven : Math.Abs(Ours - Theirs) <= Tolerance;

    public override string ToString() => $"{Trace} {Algorithm} at {Size}: {OursAsGiven}, and should be {TheirsAsGiven}";

    private static string Format(double value) => value.ToString($"F{Digits}", CultureInfo.InvariantCulture);
}
