using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Binding;

/// <summary>
/// The names of all topologies and policies of a project, and who has them. They become types, so the two share their names with each
/// other, and with namespaces. Nothing in here moves when what a file says otherwise is edited, so that the edit is no other file's business.
/// </summary>
public sealed record ProjectNames
{
    private ProjectNames(EquatableArray<OwnedName> owned, EquatableArray<string> namespaces)
    {
        Owned = owned;
        Namespaces = namespaces;
    }

    /// <summary>In the ordinal order of their full names.</summary>
    public EquatableArray<OwnedName> Owned { get; }

    /// <summary>All namespaces that something is declared in, and those around them, in ordinal order.</summary>
    private EquatableArray<string> Namespaces { get; }

    /// <summary>
    /// Of two declarations of one name, the first has it. Those in C# come before all others: their types are there, whatever a policy file
    /// says, and a second one would not compile.
    /// </summary>
    /// <param name="files">In the order in which files count as first and second.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    public static ProjectNames Create(IEnumerable<FileNames> files, CancellationToken cancellation = default)
    {
        FileNames[] all = [.. files.OrderByDescending(file => file.IsCSharp)];
        SortedSet<string> namespaces = NamespacesOf(all);
        SortedDictionary<string, OwnedName> owned = new(StringComparer.Ordinal);
        foreach (FileNames file in all)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int i = 0; i < file.Declared.Count; i++)
            {
                DeclaredName declared = file.Declared[i];
                if (declared.Name.Length == 0 || declared.HidesWhatOutputNeeds || namespaces.Contains(declared.FullName))
                {
                    continue;
                }

                if (!owned.TryGetValue(declared.FullName, out OwnedName? first))
                {
                    owned.Add(declared.FullName, new OwnedName(declared.Namespace, declared.Name, file.Path, i, declared.IsTopology, declared.IsDeclaredInCSharp));
                }
                else if (first.Contested is null)
                {
                    owned[declared.FullName] = first with { Contested = LocationOf(all, first) };
                }
            }
        }

        return new ProjectNames(owned.Values.ToEquatableArray(), namespaces.ToEquatableArray());
    }

    /// <summary>Whether a declaration has the name that it gives itself. It has not where there is none, which has been reported, or where it is another's.</summary>
    internal bool IsOwned(DeclarationSyntax declaration, string path, int index, DiagnosticBag diagnostics)
    {
        if (declaration.Name.IsMissing)
        {
            return false;
        }

        DeclaredName declared = DeclaredName.Of(declaration);
        if (declared.HidesWhatOutputNeeds)
        {
            string kind = declared.IsTopology ? "topology" : "policy";
            (string name, string what) = declared.Namespace.Length == 0 ? (declared.Name, $"{kind} without a namespace") : (declared.Namespace, $"{kind}'s namespace");
            diagnostics.Report(Descriptors.ReservedName, declaration.Name.Location, name, what);
            return false;
        }

        if (Find(declared.FullName) is not { } owner)
        {
            diagnostics.Report(Descriptors.DuplicateName, declaration.Name.Location, declaration.Name.Text);
            return false;
        }

        if (owner.Path == path && owner.Index == index)
        {
            return true;
        }

        diagnostics.Report(Diagnostic.Create(Descriptors.DuplicateName, declaration.Name.Location, declaration.Name.Text) with
        {
            Related = owner.Contested is { } first ? new RelatedLocation("first declared here", first) : null,
        });
        return false;
    }

    /// <summary>
    /// The topology that a policy names: that of its own namespace, else of the nearest enclosing one, else the only one of that name.
    /// </summary>
    internal OwnedName? FindTopology(PolicySyntax policy, DiagnosticBag diagnostics)
    {
        NameSyntax name = policy.Topology;
        if (name.IsMissing)
        {
            return null;
        }

        string scope = policy.Namespace;
        while (true)
        {
            if (Find(DeclaredName.Qualify(scope, name.Text)) is { IsTopology: true } found)
            {
                return found;
            }

            if (scope.Length == 0)
            {
                break;
            }

            scope = scope.Substring(0, Math.Max(0, scope.LastIndexOf('.')));
        }

        OwnedName[] candidates = [.. Owned.Where(owned => owned.IsTopology && owned.Name == name.Text)];
        switch (candidates.Length)
        {
            case 0:
                IEnumerable<string> known = Owned.Where(owned => owned.IsTopology).Select(owned => owned.Name).Distinct();
                diagnostics.ReportUnknown(Descriptors.UnknownName, name.Location, ["topology", name.Text], name.Text, known);
                return null;
            case 1:
                return candidates[0];
            default:
                string all = string.Join(" or ", candidates.Select(candidate => $"'{candidate.FullName}'"));
                diagnostics.Report(Descriptors.AmbiguousName, name.Location, name.Text, all);
                return null;
        }
    }

    internal OwnedName? Find(string fullName)
    {
        int first = 0;
        int last = Owned.Count - 1;
        while (first <= last)
        {
            int middle = (first + last) / 2;
            int order = string.CompareOrdinal(Owned[middle].FullName, fullName);
            if (order == 0)
            {
                return Owned[middle];
            }

            (first, last) = order < 0 ? (middle + 1, last) : (first, middle - 1);
        }

        return null;
    }

    private static SortedSet<string> NamespacesOf(FileNames[] files)
    {
        SortedSet<string> namespaces = new(StringComparer.Ordinal);
        foreach (string name in files.SelectMany(file => file.Declared).Select(declared => declared.Namespace).Distinct())
        {
            for (int end = name.Length; end > 0; end = name.LastIndexOf('.', end - 1))
            {
                namespaces.Add(name.Substring(0, end));
            }
        }

        return namespaces;
    }

    private static SourceLocation LocationOf(FileNames[] files, OwnedName owned) => files
        .First(file => file.Path == owned.Path && owned.Index < file.Declared.Count && file.Declared[owned.Index].FullName == owned.FullName)
        .Declared[owned.Index].Location;
}

/// <summary>A name and the declaration that has it.</summary>
/// <param name="Path">The declaration's file.</param>
/// <param name="Index">Its place in the file.</param>
public sealed record OwnedName(string Namespace, string Name, string Path, int Index, bool IsTopology, bool IsDeclaredInCSharp)
{
    public string FullName { get; } = DeclaredName.Qualify(Namespace, Name);

    /// <summary>Where it is declared, if it is so twice: then, and only then, others have to know.</summary>
    public SourceLocation? Contested { get; init; }
}
