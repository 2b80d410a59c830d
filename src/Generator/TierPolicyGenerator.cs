using Microsoft.CodeAnalysis;
using TierPolicy.Generator.Attributes;
using TierPolicy.Generator.Diagnostics;
using TierPolicy.Generator.Emission;
using TierPolicy.Generator.Files;
using TierPolicy.Language.Binding;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Generator;

/// <summary>
/// Compiles policies. Every <c>.tierpolicy</c> file, and every attributed type, is read alone; the project gathers no more than their names
/// and topologies; then each is bound again alone, with those that it names, and each topology and policy becomes a file of C#. All that
/// passes between steps is compared by value, so that an edit of one file is the business of that file, and of those that stand on its topologies.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class TierPolicyGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<PolicyFile> files = context.AdditionalTextsProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Where(static pair => PolicyFile.IsPolicy(pair.Left, pair.Right))
            .Select(static (pair, _) => (Text: pair.Left, Severities: PolicyFile.SeveritiesOf(pair.Left, pair.Right)))
            .WithTrackingName(TrackingNames.Item)
            .Select(static (item, cancellation) => PolicyFile.Parse(item.Text, item.Severities, cancellation))
            .WithTrackingName(TrackingNames.File);

        IncrementalValuesProvider<SyntaxFile> syntax = files
            .Select(static (file, _) => file.Syntax)
            .WithTrackingName(TrackingNames.Syntax);

        IncrementalValuesProvider<SyntaxFile> attributed = FindAttributed(context.CompilationProvider)
            .SelectMany(static (file, cancellation) => file.Read(cancellation))
            .WithTrackingName(TrackingNames.Attributed);

        // From here on the front ends are alike.
        IncrementalValuesProvider<FileDeclarations>[] declarations = [.. new[] { syntax, attributed }.Select(Declare)];

        IncrementalValueProvider<ProjectNames> names = declarations.Select(static file => file.Select(static (file, _) => file.Names)).CollectAll()
            .Select(Project.NamesOf)
            .WithTrackingName(TrackingNames.Names);

        IncrementalValueProvider<Project> project = declarations.Select(static file => file.SelectMany(static (file, _) => file.Topologies)).CollectAll()
            .Combine(names)
            .Select(static (pair, cancellation) => ProjectTopologies.Create(pair.Left, pair.Right, cancellation))
            .WithTrackingName(TrackingNames.Topologies)
            .Combine(names)
            .Select(static (pair, _) => new Project(pair.Right, pair.Left));

        IncrementalValuesProvider<BoundFile>[] bound = [.. declarations.Select(file => Bind(file, project))];

        IncrementalValuesProvider<FileDiagnostic> diagnostics = bound[0].Collect()
            .Combine(files.Select(static (file, _) => file.Lines).Collect())
            .SelectMany(static (pair, cancellation) => FileDiagnostic.Create(pair.Left, pair.Right, cancellation))
            .WithTrackingName(TrackingNames.Diagnostic);

        IncrementalValuesProvider<OutputFile> outputs = bound.Select(Emit).CollectAll()
            .SelectMany(OutputFile.Arrange)
            .WithTrackingName(TrackingNames.Source);

        // What is wrong in C# is the analyzer's to report.
        context.RegisterSourceOutput(diagnostics, static (output, diagnostic) => output.ReportDiagnostic(diagnostic.ToRoslyn()));
        context.RegisterSourceOutput(outputs, static (output, file) => output.AddSource(file.HintName, file.Content.Text));
    }

    /// <summary>
    /// The files of C# that may declare something, with what the compiler needs to tell. It is asked only where the answer could be another one
    /// than before; <c>ForAttributeWithMetadataName</c> has it bind all of them anew for every key that is pressed.
    /// </summary>
    private static IncrementalValuesProvider<AttributedFile> FindAttributed(IncrementalValueProvider<Compilation> compilation)
    {
        IncrementalValuesProvider<CSharpFile> files = compilation
            .SelectMany(static (compilation, _) => compilation.SyntaxTrees)
            .Select(CSharpFile.Read);

        IncrementalValueProvider<Surroundings> surroundings = files.Select(static (file, _) => file.Outline).Collect()
            .Select(static (files, _) => Outline.Of(files))
            .Combine(compilation)
            .Select(Surroundings.Of);

        return files
            .Combine(surroundings)
            .Where(static pair => pair.Left.MayDeclare(pair.Right.GlobalAliases))
            .Combine(compilation)
            .Select(static (pair, _) => new AttributedFile(pair.Left.Left, pair.Left.Right, pair.Right));
    }

    private static IncrementalValuesProvider<FileDeclarations> Declare(IncrementalValuesProvider<SyntaxFile> files) => files
        .Select(FileDeclarations.Of)
        .WithTrackingName(TrackingNames.Declarations);

    private static IncrementalValuesProvider<BoundFile> Bind(IncrementalValuesProvider<FileDeclarations> files, IncrementalValueProvider<Project> project) => files
        .Combine(project)
        .Select(static (pair, cancellation) => pair.Right.Resolve(pair.Left, cancellation))
        .WithTrackingName(TrackingNames.Resolved)
        .Select(BoundFile.Bind)
        .WithTrackingName(TrackingNames.Bound);

    private static IncrementalValuesProvider<EmittedFile> Emit(IncrementalValuesProvider<BoundFile> files) => files
        .SelectMany(static (file, _) => Output.Of(file.Result))
        .WithTrackingName(TrackingNames.Output)
        .Select(Output.Emit)
        .WithTrackingName(TrackingNames.Emitted);
}
