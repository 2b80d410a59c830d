using System.Globalization;
using TierPolicy.Runtime.Tests.Model;

namespace TierPolicy.Runtime.Tests;

/// <summary>What is run in a process of its own, by a test or by hand: see <c>tests/README.md</c>.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args is ["soak", string text] && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds))
        {
            return Soak.Run(seconds, Effort.SeedOfThreads, Console.Out);
        }

        Console.Error.WriteLine("dotnet run --project tests/Runtime.Tests -c Release -- soak SECONDS");
        return 2;
    }
}
