using System.Globalization;

namespace TierPolicy.Tool.Reports;

/// <summary>"1 error", "2 errors".</summary>
internal static class Count
{
    public static string Of(int number, string thing) => string.Create(CultureInfo.InvariantCulture, $"{number} {thing}{(number == 1 ? "" : "s")}");
}
