using System.Runtime.CompilerServices;

namespace TierPolicy.Runtime.Tests.Harness;

/// <summary>Finds files of the source tree.</summary>
internal static class Repository
{
    public static string PathOf(string relative, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../..", relative));
}
