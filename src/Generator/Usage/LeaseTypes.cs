using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace TierPolicy.Generator.Usage;

/// <summary>The runtime's types that rules of use are about, as one compilation sees them.</summary>
internal sealed class LeaseTypes
{
    private LeaseTypes(INamedTypeSymbol memory, INamedTypeSymbol read, INamedTypeSymbol write, INamedTypeSymbol? pinned)
    {
        Memory = memory;
        Read = read;
        Write = write;
        Pinned = pinned;
    }

    public INamedTypeSymbol Memory { get; }

    public INamedTypeSymbol Read { get; }

    public INamedTypeSymbol Write { get; }

    /// <summary>The lease that may cross an <c>await</c>; null where the runtime has none.</summary>
    public INamedTypeSymbol? Pinned { get; }

    /// <summary>Null where the compilation has no runtime.</summary>
    public static LeaseTypes? Find(Compilation compilation) =>
        compilation.GetTypeByMetadataName("TierPolicy.TieredMemory`1") is { } memory
        && compilation.GetTypeByMetadataName("TierPolicy.ReadLease") is { } read
        && compilation.GetTypeByMetadataName("TierPolicy.WriteLease") is { } write
            ? new LeaseTypes(memory, read, write, compilation.GetTypeByMetadataName("TierPolicy.PinnedPage"))
            : null;

    /// <summary>A lease that is a struct and so can be copied.</summary>
    public bool IsStructLease(ITypeSymbol? type) => Is(type, Read) || Is(type, Write);

    public bool IsLease(ITypeSymbol? type) => IsStructLease(type) || IsPinned(type);

    public bool IsWrite(ITypeSymbol? type) => Is(type, Write);

    public bool IsPinned(ITypeSymbol? type) => Pinned is not null && Is(type, Pinned);

    /// <summary>A property that gives the page's bytes: <c>Span</c>, or <c>Memory</c> of a pinned page.</summary>
    public bool GivesBytes(IPropertyReferenceOperation property) =>
        property.Property.Name is "Span" or "Memory" && IsLease(property.Property.ContainingType);

    /// <summary>A call that ends the lease in a local variable.</summary>
    public bool Ends(IOperation operation, ILocalSymbol lease) =>
        operation is IInvocationOperation { TargetMethod.Name: "Dispose" or "Discard", Instance: { } instance } && Operations.IsLocal(instance, lease);

    /// <summary>Whether the method that an operation is in ends the lease itself.</summary>
    public bool IsEndedBy(ILocalSymbol lease, IOperation near) =>
        Operations.IsInUsing(lease) || Operations.ReferencesTo(lease, near).Any(reference => Ends(reference.Converted().Parent!, lease));

    private static bool Is(ITypeSymbol? type, INamedTypeSymbol symbol) => SymbolEqualityComparer.Default.Equals(type, symbol);
}
