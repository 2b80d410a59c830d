using System.Collections.Immutable;
using TierPolicy.Language.Binding;

namespace TierPolicy.Generator;

/// <summary>What a file may need of the others.</summary>
internal sealed record Project(ProjectNames Names, ProjectTopologies Topologies)
{
    /// <summary>Collects the names, those of files before those of C#, and in the order of paths: that of items in a build depends on the file system.</summary>
    public static ProjectNames NamesOf(ImmutableArray<FileNames> files, CancellationToken cancellation) => ProjectNames.Create(files.Sort(Compare), cancellation);

    public ResolvedFile Resolve(FileDeclarations file, CancellationToken cancellation) => ResolvedFile.Resolve(file, Names, Topologies, cancellation);

    private static int Compare(FileNames left, FileNames right)
    {
        int order = IsInCSharp(left).CompareTo(IsInCSharp(right));
        if (order == 0)
        {
            order = string.CompareOrdinal(left.Path, right.Path);
        }

        return order != 0 ? order : StartOf(left).CompareTo(StartOf(right));
    }

    private static bool IsInCSharp(FileNames file) => file.Declared.Count > 0 && file.Declared[0].IsDeclaredInCSharp;

    private static int StartOf(FileNames file) => file.Declared.Count > 0 ? file.Declared[0].Location.Span.Start : 0;
}
