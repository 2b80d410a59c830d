using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Binding;

/// <summary>
/// Gives names and types to what was parsed, and checks it: the whole project in one go. The generator takes the same steps one by one, so
/// that an edit of one file is bound anew alone.
/// </summary>
public static class Binder
{
    /// <summary>Binds all files of a project together: a policy's topology may stand in another file, or in C#.</summary>
    public static BindingResult Bind(IReadOnlyList<SyntaxFile> files, CancellationToken cancellation = default)
    {
        FileDeclarations[] declared = [.. files.Select(file => FileDeclarations.Of(file, cancellation))];
        ProjectNames names = ProjectNames.Create(declared.Select(file => file.Names), cancellation);
        ProjectTopologies topologies = ProjectTopologies.Create(declared.SelectMany(file => file.Topologies), names, cancellation);
        BindingResult[] bound = [.. declared.Select(file => FileBinder.Bind(ResolvedFile.Resolve(file, names, topologies, cancellation), cancellation))];
        return new BindingResult
        {
            Topologies = bound.SelectMany(file => file.Topologies).ToEquatableArray(),
            Policies = bound.SelectMany(file => file.Policies).ToEquatableArray(),
            BrokenTopologies = bound.SelectMany(file => file.BrokenTopologies).ToEquatableArray(),
            BrokenPolicies = bound.SelectMany(file => file.BrokenPolicies).ToEquatableArray(),

            // Of a file of C# there is one syntax file a type.
            Diagnostics = bound
                .SelectMany(file => file.Diagnostics)
                .GroupBy(diagnostic => diagnostic.Location.Path, StringComparer.Ordinal)
                .SelectMany(file => file.OrderBy(diagnostic => diagnostic.Location.Span.Start))
                .ToEquatableArray(),
        };
    }
}
