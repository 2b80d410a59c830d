using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using TierPolicy.Generator.Attributes;
using TierPolicy.Generator.Diagnostics;
using TierPolicy.Generator.Files;
using TierPolicy.Language.Binding;
using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;
using TextSpan = Microsoft.CodeAnalysis.Text.TextSpan;

namespace TierPolicy.Generator.Analysis;

/// <summary>The attributed types of one compilation: each is bound alone, a policy together with its topology.</summary>
internal sealed class AttributedTypeAnalysis
{
    private readonly Compilation _compilation;
    private readonly INamedTypeSymbol? _topologyAttribute;
    private readonly INamedTypeSymbol? _policyAttribute;
    private readonly INamedTypeSymbol? _namedPolicyAttribute;
    private readonly Lazy<TopologySyntax[]> _fileTopologies;

    public AttributedTypeAnalysis(Compilation compilation, AnalyzerOptions options)
    {
        _compilation = compilation;
        _topologyAttribute = compilation.GetTypeByMetadataName(AttributeNames.Topology);
        _policyAttribute = compilation.GetTypeByMetadataName(AttributeNames.Policy);
        _namedPolicyAttribute = compilation.GetTypeByMetadataName(AttributeNames.NamedPolicy);
        _fileTopologies = new(() =>
        [
            .. options.AdditionalFiles
                .Where(text => PolicyFile.IsPolicy(text, options.AnalyzerConfigOptionsProvider))
                .OrderBy(text => text.Path, StringComparer.Ordinal)
                .SelectMany(FileTopologies.Of),
        ]);
    }

    public void Analyze(SymbolAnalysisContext context)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        SyntaxFile[] files;
        if (Find(type, _topologyAttribute) is { } topology && DeclarationOf(topology) is EnumDeclarationSyntax enumeration)
        {
            files = [AttributeReader.ReadTopology(type, enumeration, context.CancellationToken)];
        }
        else if ((Find(type, _policyAttribute) ?? Find(type, _namedPolicyAttribute)) is { } policy && DeclarationOf(policy) is TypeDeclarationSyntax declaration)
        {
            SyntaxFile file = AttributeReader.ReadPolicy(type, declaration, policy, context.CancellationToken);
            files = [.. TopologiesOf(file, context.CancellationToken), file];
        }
        else
        {
            ReportStrayAttributes(context, type);
            return;
        }

        foreach (LanguageDiagnostic diagnostic in Binder.Bind(files, context.CancellationToken).Diagnostics)
        {
            // What is wrong in the topology is reported where that is looked at.
            if (LocationIn(type, diagnostic.Location) is { } location)
            {
                Report(context, diagnostic, location);
            }
        }
    }

    /// <summary>The topologies, of files and in C#, that a policy could mean.</summary>
    private IEnumerable<SyntaxFile> TopologiesOf(SyntaxFile file, CancellationToken cancellation)
    {
        if (file.Declarations.Count == 0 || file.Declarations[0] is not PolicySyntax { Topology.Text: { Length: > 0 } written })
        {
            yield break;
        }

        string name = written.Substring(written.LastIndexOf('.') + 1);
        foreach (TopologySyntax topology in _fileTopologies.Value)
        {
            if (topology.Name.Text == name)
            {
                yield return new SyntaxFile { Path = topology.Location.Path, Declarations = new([topology]) };
            }
        }

        foreach (ISymbol symbol in _compilation.GetSymbolsWithName(name, SymbolFilter.Type, cancellation))
        {
            if (symbol is INamedTypeSymbol type && Find(type, _topologyAttribute) is { } attribute && DeclarationOf(attribute) is EnumDeclarationSyntax declaration)
            {
                yield return AttributeReader.ReadTopology(type, declaration, cancellation);
            }
        }
    }

    private void ReportStrayAttributes(SymbolAnalysisContext context, INamedTypeSymbol type)
    {
        string missing = type.TypeKind == TypeKind.Enum ? "TierTopology" : "TierPolicy";
        foreach (AttributeReader.NamedAttribute attribute in AttributeReader.AttributesOf(type, context.CancellationToken))
        {
            SourceLocation location = attribute.Arguments.Location;
            if (LocationIn(type, location) is { } place)
            {
                Report(context, LanguageDiagnostic.Create(Descriptors.StrayAttribute, location, attribute.Name, type.Name, missing), place);
            }
        }
    }

    private void Report(SymbolAnalysisContext context, LanguageDiagnostic diagnostic, Location location) =>
        context.ReportDiagnostic(DiagnosticDescriptors.Report(diagnostic, location, diagnostic.Related is { } related ? PlaceOf(related.Location) : null));

    /// <summary>A second place may be anywhere: in another type, or in a <c>.tierpolicy</c> file.</summary>
    private Location PlaceOf(SourceLocation location)
    {
        TextSpan span = new(location.Span.Start, location.Span.Length);
        return _compilation.SyntaxTrees.FirstOrDefault(tree => tree.FilePath == location.Path) is { } tree
            ? Location.Create(tree, span)
            : Location.Create(location.Path, span, new(new(location.Line, location.Column), new(location.Line, location.Column + location.Span.Length)));
    }

    private static AttributeData? Find(INamedTypeSymbol type, INamedTypeSymbol? attribute) => attribute is null
        ? null
        : type.GetAttributes().FirstOrDefault(data => SymbolEqualityComparer.Default.Equals(data.AttributeClass?.OriginalDefinition, attribute));

    private static SyntaxNode? DeclarationOf(AttributeData attribute) => attribute.ApplicationSyntaxReference?.GetSyntax().Parent?.Parent;

    /// <summary>The place in the tree, if it is in one of the type's parts.</summary>
    private static Location? LocationIn(INamedTypeSymbol type, SourceLocation location)
    {
        TextSpan span = new(location.Span.Start, location.Span.Length);
        SyntaxReference? part = type.DeclaringSyntaxReferences.FirstOrDefault(part => part.SyntaxTree.FilePath == location.Path && part.Span.Contains(span));
        return part is null ? null : Location.Create(part.SyntaxTree, span);
    }
}
