extern alias runtime;

using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TierPolicy.Generator.Attributes;
using TierPolicy.Language.Binding;
using TierPolicy.Language.Syntax;
using SyntaxNode = Microsoft.CodeAnalysis.SyntaxNode;

namespace TierPolicy.Tool.Conversion;

/// <summary>
/// One file of attributed C#, compiled in this process against the framework and the runtime, and read as the generator reads it. The
/// rest of its project is not there: what does not compile for that reason matters only where an attribute says something with it.
/// </summary>
internal sealed class CSharpFile
{
    /// <summary>What a project with implicit usings sees without saying so, and the runtime, which it may see by a using of its own.</summary>
    private const string GlobalUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using TierPolicy;
        """;

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview, DocumentationMode.Parse);

    /// <summary>The framework that the tool runs on, and the runtime that it came with.</summary>
    private static readonly Lazy<MetadataReference[]> References = new(FindReferences);

    private readonly SemanticModel _model;

    private CSharpFile(SemanticModel model, IReadOnlyList<SyntaxFile> files, IReadOnlyList<AttributedType> types)
    {
        _model = model;
        Types = types;
        Declarations = [.. files.SelectMany(file => file.Declarations)];
        Binding = Binder.Bind([.. files]);
    }

    public SyntaxTree Tree => _model.SyntaxTree;

    /// <summary>The enums and structs that are topologies and policies, in the order of the text.</summary>
    public IReadOnlyList<AttributedType> Types { get; }

    /// <summary>What they declare.</summary>
    public IReadOnlyList<DeclarationSyntax> Declarations { get; }

    public BindingResult Binding { get; }

    /// <exception cref="ConversionException">It is no C#, or an attribute says something with what is not in the file.</exception>
    public static CSharpFile Read(string path, string text)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(text, Options, path);
        Refuse(tree.GetDiagnostics());
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Policies",
            [tree, CSharpSyntaxTree.ParseText(GlobalUsings, Options)],
            References.Value,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));
        SemanticModel model = compilation.GetSemanticModel(tree);

        List<SyntaxFile> files = [];
        List<AttributedType> types = [];
        foreach (BaseTypeDeclarationSyntax type in tree.GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>())
        {
            if (AttributeOf(model, type) is { } attribute)
            {
                Refuse(type.DescendantNodes().OfType<AttributeListSyntax>().SelectMany(list => model.GetDiagnostics(list.Span)).Where(mistake => !IsAboutTopology(type, mistake)));
                files.Add(Read(model, type, attribute));
                types.Add(new AttributedType(type, (AttributeListSyntax)attribute.ApplicationSyntaxReference!.GetSyntax().Parent!));
            }
        }

        return types.Count == 0 ? throw new ConversionException($"'{path}' declares no topology and no policy") : new CSharpFile(model, files, types);
    }

    /// <summary>Whether an attribute is one of the runtime's.</summary>
    public bool IsRuntimeAttribute(AttributeSyntax attribute)
        => _model.GetSymbolInfo(attribute).Symbol?.ContainingNamespace is { Name: AttributeNames.Namespace, ContainingNamespace.IsGlobalNamespace: true };

    /// <summary>What makes a type a topology or a policy; null: it is neither.</summary>
    private static AttributeData? AttributeOf(SemanticModel model, BaseTypeDeclarationSyntax type) => model.GetDeclaredSymbol(type)?.GetAttributes()
        .FirstOrDefault(attribute => attribute.ApplicationSyntaxReference?.GetSyntax().Parent?.Parent == type
            && (NameOf(attribute.AttributeClass) is AttributeNames.Topology ? type is EnumDeclarationSyntax
                : NameOf(attribute.AttributeClass) is AttributeNames.Policy or AttributeNames.NamedPolicy && type is TypeDeclarationSyntax));

    private static SyntaxFile Read(SemanticModel model, BaseTypeDeclarationSyntax type, AttributeData attribute)
    {
        INamedTypeSymbol symbol = model.GetDeclaredSymbol(type)!;
        if (type is TypeDeclarationSyntax policy)
        {
            return AttributeReader.ReadPolicy(symbol, policy, attribute, CancellationToken.None);
        }

        return symbol.ContainingType is null
            ? AttributeReader.ReadTopology(symbol, (EnumDeclarationSyntax)type, CancellationToken.None)
            : throw new ConversionException($"'{symbol.Name}' is nested in '{symbol.ContainingType.Name}', which a .tierpolicy file cannot say");
    }

    private static string NameOf(INamedTypeSymbol? type) => type is null ? "" : $"{type.ContainingNamespace.ToDisplayString()}.{type.MetadataName}";

    /// <summary>The topology of a policy may stand elsewhere: its name is enough.</summary>
    private static bool IsAboutTopology(SyntaxNode type, Microsoft.CodeAnalysis.Diagnostic mistake)
        => type.FindNode(mistake.Location.SourceSpan).FirstAncestorOrSelf<TypeArgumentListSyntax>() is not null;

    private static void Refuse(IEnumerable<Microsoft.CodeAnalysis.Diagnostic> diagnostics)
    {
        Microsoft.CodeAnalysis.Diagnostic[] errors = [.. diagnostics.Where(diagnostic => diagnostic.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error)];
        if (errors.Length > 0)
        {
            string others = errors.Length == 1 ? "" : $" (and {Reports.Count.Of(errors.Length - 1, "more mistake")})";
            throw new ConversionException($"{CSharpDiagnosticFormatter.Instance.Format(errors[0], CultureInfo.InvariantCulture)}{others}");
        }
    }

    private static MetadataReference[] FindReferences()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string[] trusted = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "").Split(Path.PathSeparator);
        return
        [
            .. trusted
                .Where(path => Path.GetDirectoryName(path) == framework)
                .Append(typeof(runtime::TierPolicy.PageInfo).Assembly.Location)
                .Select(path => MetadataReference.CreateFromFile(path)),
        ];
    }
}

/// <summary>A type in C# that is a topology or a policy.</summary>
/// <param name="Syntax">The part of it that says so.</param>
/// <param name="Making">The list with the attribute that makes it one.</param>
internal sealed record AttributedType(BaseTypeDeclarationSyntax Syntax, AttributeListSyntax Making);
