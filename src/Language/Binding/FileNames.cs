using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Binding;

/// <summary>The names that one file declares, in the order of its text: what other files need to see of it.</summary>
/// <param name="Path">The file's path.</param>
/// <param name="Declared">One a declaration; empty for one without a name.</param>
public sealed record FileNames(string Path, EquatableArray<DeclaredName> Declared)
{
    /// <summary>What it declares is declared by attributes.</summary>
    internal bool IsCSharp => Declared.Any(declared => declared.IsDeclaredInCSharp);

    public static FileNames Of(SyntaxFile file) => new(file.Path, file.Declarations.Select(DeclaredName.Of).ToEquatableArray());
}

/// <summary>A name that becomes a type.</summary>
public sealed record DeclaredName(string Namespace, string Name, SourceLocation Location, bool IsTopology, bool IsDeclaredInCSharp)
{
    public string FullName { get; } = Qualify(Namespace, Name);

    /// <summary>What is emitted finds the framework and the runtime by their names, which a type of a policy file must not hide.</summary>
    internal bool HidesWhatOutputNeeds => !IsDeclaredInCSharp && (Namespace.Length == 0
        ? Name is "System" or "TierPolicy"
        : Namespace is "System" or "TierPolicy" || Namespace.StartsWith("System.", StringComparison.Ordinal));

    public static DeclaredName Of(DeclarationSyntax declaration) => new(
        declaration.Namespace,
        declaration.Name.Text,
        declaration.Name.Location,
        declaration is TopologySyntax,
        declaration.IsDeclaredInCSharp);

    /// <summary>A name with its namespace, "" being the global one.</summary>
    public static string Qualify(string @namespace, string name) => @namespace.Length == 0 ? name : @namespace + "." + name;
}
