using System.Runtime.CompilerServices;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Binding;

/// <summary>
/// Binds a project again and again while it is edited, for hosts that have everything at once, such as editors: a file that stands as it stood,
/// and needs of the others what it needed, is not bound anew. The generator takes the same steps one by one. Not for several threads at once.
/// </summary>
public sealed class ProjectBinder
{
    // By the objects themselves: a file that is not read again is the same. What nobody has any more is forgotten.
    private readonly ConditionalWeakTable<SyntaxFile, FileState> _states = new();

    /// <summary>Binds all files of the project as they are now, as <see cref="Binder.Bind"/> does.</summary>
    public BindingResult Bind(IReadOnlyList<SyntaxFile> files, CancellationToken cancellation = default)
    {
        FileState[] states = [.. files.Select(file => _states.GetValue(file, one => new FileState(FileDeclarations.Of(one, cancellation))))];
        ProjectNames names = ProjectNames.Create(states.Select(state => state.Declarations.Names), cancellation);
        ProjectTopologies topologies = ProjectTopologies.Create(states.SelectMany(state => state.Declarations.Topologies), names, cancellation);
        BindingResult[] bound = [.. states.Select(state => state.Bind(ResolvedFile.Resolve(state.Declarations, names, topologies, cancellation), cancellation))];
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

    /// <summary>A file, and what was made of it when it was last bound.</summary>
    private sealed class FileState(FileDeclarations declarations)
    {
        private ResolvedFile? _resolved;
        private BindingResult? _bound;

        public FileDeclarations Declarations => declarations;

        public BindingResult Bind(ResolvedFile resolved, CancellationToken cancellation)
        {
            if (_bound is null || !resolved.Equals(_resolved))
            {
                _bound = FileBinder.Bind(resolved, cancellation);
                _resolved = resolved;
            }

            return _bound;
        }
    }
}
