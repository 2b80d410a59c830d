using Microsoft.CodeAnalysis;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Generator.Attributes;

/// <summary>
/// A file of C# in which topologies and policies may be declared, to be read once: one that has been read stands for all that are equal to
/// it, and holds on to no compilation.
/// </summary>
internal sealed class AttributedFile(CSharpFile file, Surroundings surroundings, Compilation compilation) : IEquatable<AttributedFile>
{
    private readonly CSharpFile _file = file;
    private readonly Surroundings _surroundings = surroundings;
    private Compilation? _compilation = compilation;
    private SyntaxFile[] _types = [];

    /// <summary>The types that it declares, each as a file of its own.</summary>
    public IEnumerable<SyntaxFile> Read(CancellationToken cancellation)
    {
        if (_compilation is { } compilation)
        {
            SemanticModel model = compilation.GetSemanticModel(_file.Tree);
            _types = [.. _file.Candidates(_surroundings.GlobalAliases, cancellation).Select(type => AttributedTypes.Read(type, model, cancellation)).OfType<SyntaxFile>()];
            _compilation = null;
        }

        return _types;
    }

    public bool Equals(AttributedFile? other) => ReferenceEquals(this, other) || (other is not null
        && (IsRead || other.IsRead)
        && ReferenceEquals(_file.Tree, other._file.Tree)
        && _surroundings.Equals(other._surroundings));

    public override bool Equals(object? obj) => Equals(obj as AttributedFile);

    public override int GetHashCode() => _file.Tree.GetHashCode();

    private bool IsRead => _compilation is null;
}
