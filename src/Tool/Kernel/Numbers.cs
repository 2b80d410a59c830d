extern alias runtime;

using System.Globalization;
using runtime::TierPolicy.Linux;

namespace TierPolicy.Tool.Kernel;

/// <summary>Numbers as the kernel writes them.</summary>
internal static class Numbers
{
    public const NumberStyles Style = NumberStyles.None;

    public static CultureInfo Culture => CultureInfo.InvariantCulture;

    /// <summary>A list as of CPUs or nodes, "0-3,8"; empty for an empty one, and for none at all.</summary>
    public static IReadOnlyList<int> ParseList(string? text) => MachineNodes.ParseList(text ?? "");

    /// <summary>The same, the other way round: ranges where numbers follow each other.</summary>
    public static string ShowList(IEnumerable<int> numbers)
    {
        List<(int First, int Last)> ranges = [];
        foreach (int number in numbers.Order())
        {
            if (ranges.Count > 0 && ranges[^1].Last + 1 == number)
            {
                ranges[^1] = (ranges[^1].First, number);
            }
            else
            {
                ranges.Add((number, number));
            }
        }

        return string.Join(',', ranges.Select(range => range.First == range.Last ? range.First.ToString(Culture) : string.Create(Culture, $"{range.First}-{range.Last}")));
    }
}
