using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using TierPolicy.Language.Text;

namespace TierPolicy.Generator.Attributes;

/// <summary>
/// All of a compilation that can change what the attributes in one of its files mean: where two of these are equal, and the file is the
/// same, it need not be bound again. To bind attributes is what costs most of a generator's time, and a key pressed in a method makes a new
/// compilation, in which nothing is bound yet.
/// </summary>
internal sealed record Surroundings(Outline Outline, string? AssemblyName, CompilationOptions Options, ImmutableArray<MetadataReference> References)
{
    public static Surroundings Of((Outline Outline, Compilation Compilation) pair, CancellationToken cancellation)
    {
        Compilation compilation = pair.Compilation;
        return new Surroundings(pair.Outline, compilation.AssemblyName, compilation.Options, compilation.ExternalReferences);
    }

    public EquatableArray<string> GlobalAliases => Outline.GlobalAliases;

    /// <inheritdoc/>
    public bool Equals(Surroundings? other) => ReferenceEquals(this, other) || (other is not null
        && Outline == other.Outline
        && AssemblyName == other.AssemblyName
        && Options.Equals(other.Options)
        && (References == other.References || References.SequenceEqual(other.References)));

    /// <inheritdoc/>
    public override int GetHashCode() => Outline.GetHashCode();
}
