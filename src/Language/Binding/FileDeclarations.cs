using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Binding;

/// <summary>What can be made of one file alone: its names, and its topologies, which need nothing of others.</summary>
/// <param name="Syntax">The file.</param>
/// <param name="Names">What it declares.</param>
/// <param name="Topologies">Its topologies, bound, in the order of the text.</param>
public sealed record FileDeclarations(SyntaxFile Syntax, FileNames Names, EquatableArray<BoundTopology> Topologies)
{
    public static FileDeclarations Of(SyntaxFile file, CancellationToken cancellation = default)
    {
        List<BoundTopology> topologies = [];
        foreach (TopologySyntax topology in file.Declarations.OfType<TopologySyntax>())
        {
            cancellation.ThrowIfCancellationRequested();
            topologies.Add(TopologyBinder.Bind(topology, file.Path));
        }

        return new FileDeclarations(file, FileNames.Of(file), topologies.ToEquatableArray());
    }
}
