using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;
using TierPolicy.Tool.Sources;

namespace TierPolicy.Tool.Conversion;

/// <summary>A file in its other form.</summary>
/// <param name="Source">The file that was converted.</param>
/// <param name="Text">The other form; empty where there are mistakes.</param>
/// <param name="Remaining">What stays in C# of a file of C#; null: nothing.</param>
/// <param name="Mistakes">Why it was not converted.</param>
internal sealed record Conversion(SourceText Source, string Text, string? Remaining, IReadOnlyList<Diagnostic> Mistakes)
{
    /// <summary>The source where it is a <c>.tierpolicy</c> file: its mistakes come with their way out.</summary>
    public IReadOnlyList<SyntaxFile> PolicyFiles { get; private init; } = [];

    /// <exception cref="ConversionException">C# cannot say it, or it is no text.</exception>
    public static Conversion ToCSharp(string path)
    {
        PolicyProject project = PolicyProject.OfText(path, ReadExactly(path));
        SyntaxFile file = project.Files[0];
        Diagnostic[] mistakes = [.. project.Errors.Where(mistake => !IsAboutTopology(mistake, file.Declarations))];
        string text = mistakes.Length > 0 ? "" : CSharpWriter.Write(file, project.Sources[0].Text, project.Binding);
        return new Conversion(project.Sources[0], text, null, mistakes) { PolicyFiles = project.Files };
    }

    /// <exception cref="ConversionException">A policy file cannot say it, or it is no C#.</exception>
    public static Conversion ToPolicyFile(string path)
    {
        SourceText source = new(path, ReadExactly(path));
        CSharpFile file = CSharpFile.Read(path, source.Text);
        Diagnostic[] mistakes =
        [
            .. file.Binding.Diagnostics.Where(mistake => mistake.Severity == DiagnosticSeverity.Error && !IsAboutTopology(mistake, file.Declarations)),
        ];
        return mistakes.Length > 0
            ? new Conversion(source, "", null, mistakes)
            : new Conversion(source, PolicyFileWriter.Write(file), RemainingCSharp.Of(file), []);
    }

    private static string ReadExactly(string path) => PolicyText.ReadExactly(path) ?? throw new ConversionException($"'{path}' is not UTF-8 text");

    /// <summary>The topology may stand in another file.</summary>
    private static bool IsAboutTopology(Diagnostic mistake, IEnumerable<DeclarationSyntax> declarations)
        => declarations.OfType<PolicySyntax>().Any(policy => policy.Topology.Location == mistake.Location);
}
