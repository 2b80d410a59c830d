using System.Collections.Immutable;

namespace TierPolicy.Generator.Emission;

/// <summary>A file for the compilation.</summary>
/// <param name="HintName">What it is called there.</param>
/// <param name="Content">What it says.</param>
internal sealed record OutputFile(string HintName, EmittedFile Content)
{
    /// <summary>
    /// Names all files, and brings them into an order that does not depend on that of the items in a build, which is the file system's. A
    /// file that is twice among the items is there once.
    /// </summary>
    public static IEnumerable<OutputFile> Arrange(ImmutableArray<EmittedFile> files, CancellationToken cancellation)
    {
        HintNames hints = new();
        EmittedFile? last = null;
        foreach (EmittedFile file in files.Sort(Compare))
        {
            cancellation.ThrowIfCancellationRequested();
            if (last is null || Compare(last, file) != 0)
            {
                yield return new OutputFile(hints.Take(file.HintName), file);
            }

            last = file;
        }
    }

    private static int Compare(EmittedFile left, EmittedFile right)
    {
        int order = string.CompareOrdinal(left.Namespace, right.Namespace);
        return order != 0 ? order : string.CompareOrdinal(left.Name, right.Name);
    }
}
