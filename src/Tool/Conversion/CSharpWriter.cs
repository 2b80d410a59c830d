using TierPolicy.Generator.Emission;
using TierPolicy.Language.Binding;
using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Tool.Conversion;

/// <summary>Writes what a <c>.tierpolicy</c> file declares as attributed C#.</summary>
internal sealed class CSharpWriter
{
    private readonly SyntaxFile _file;
    private readonly FileComments _comments;
    private readonly RuntimeNames _names;
    private readonly CSharpOutput _output = new();

    private CSharpWriter(SyntaxFile file, string text)
    {
        _file = file;
        _comments = new FileComments(file, text);
        _names = RuntimeNames.For(file);
    }

    /// <param name="file">A file without mistakes, but that a policy's topology may stand elsewhere.</param>
    /// <param name="text">Its text.</param>
    /// <param name="binding">What it means.</param>
    /// <exception cref="ConversionException">C# cannot say it.</exception>
    public static string Write(SyntaxFile file, string text, BindingResult binding) => new CSharpWriter(file, text).Write(binding);

    private string Write(BindingResult binding)
    {
        WriteHead();
        for (int i = 0; i < _file.Declarations.Count; i++)
        {
            DeclarationSyntax declaration = _file.Declarations[i];
            if (i > 0)
            {
                _output.Line();
            }

            _output.EndSilences(declaration.Location.Span.Start);
            _output.Comments(_comments.Of(declaration).Leading);
            if (declaration is TopologySyntax topology)
            {
                // Names are distinct: the file has no mistakes.
                Topology bound = binding.Topologies.First(known => known.Name == topology.Name.Text);
                new TopologyWriter(_output, _comments, _names).Write(topology, bound);
            }
            else
            {
                new PolicyWriter(_output, _comments, _names).Write((PolicySyntax)declaration, OwnTopologyOf((PolicySyntax)declaration));
            }
        }

        _output.EndSilences(int.MaxValue);
        if (_comments.Tail.Count > 0)
        {
            _output.Line();
            _output.Comments(_comments.Tail);
            _output.EndSilences(int.MaxValue);
        }

        return _output.ToString();
    }

    private void WriteHead()
    {
        _output.Comments(_comments.Head);
        if (!_names.AreQualified)
        {
            _output.Line("using TierPolicy;");
            _output.Line();
        }

        if (_file.Declarations.Count > 0 && _file.Declarations[0].Namespace is { Length: > 0 } space)
        {
            _output.Line($"namespace {CSharpText.QualifiedName(space)};");
            _output.Line();
        }
    }

    /// <summary>The topology of this file that a policy is on; null where it stands elsewhere, as a file or in C#.</summary>
    private TopologySyntax? OwnTopologyOf(PolicySyntax policy)
    {
        string prefix = policy.Namespace.Length == 0 ? "" : policy.Namespace + ".";
        return _file.Declarations.OfType<TopologySyntax>().FirstOrDefault(topology => policy.Topology.Text == topology.Name.Text || policy.Topology.Text == prefix + topology.Name.Text);
    }
}
