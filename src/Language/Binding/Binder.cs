using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Binding;

/// <summary>Gives names and types to what was parsed, and checks it: the whole project, once.</summary>
public static class Binder
{
    /// <summary>Binds all files of a project together: a policy's topology may stand in another file, or in C#.</summary>
    public static BindingResult Bind(IReadOnlyList<SyntaxFile> files, CancellationToken cancellation = default) => new ProjectBinder().Bind(files, cancellation);
}
