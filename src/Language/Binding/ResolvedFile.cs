using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Binding;

/// <summary>
/// A file with all that it needs of the rest of the project: where two of these are equal, what is bound of them is, and so is what is said
/// of them.
/// </summary>
/// <param name="Syntax">The file.</param>
/// <param name="Declarations">One a declaration.</param>
public sealed record ResolvedFile(SyntaxFile Syntax, EquatableArray<ResolvedDeclaration> Declarations)
{
    public static ResolvedFile Resolve(FileDeclarations file, ProjectNames names, ProjectTopologies topologies, CancellationToken cancellation = default)
    {
        EquatableArray<DeclarationSyntax> declarations = file.Syntax.Declarations;
        ResolvedDeclaration[] resolved = new ResolvedDeclaration[declarations.Count];
        int ownTopologies = 0;
        for (int i = 0; i < resolved.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            DiagnosticBag diagnostics = new();
            bool isNamed = names.IsOwned(declarations[i], file.Syntax.Path, i, diagnostics);
            BoundTopology? topology = null;
            if (declarations[i] is not PolicySyntax policy)
            {
                topology = file.Topologies[ownTopologies++];
            }
            else if (isNamed && names.FindTopology(policy, diagnostics) is { } found)
            {
                topology = topologies.Find(found.FullName);
            }

            resolved[i] = new ResolvedDeclaration(isNamed, topology, diagnostics.Items.ToEquatableArray());
        }

        return new ResolvedFile(file.Syntax, new(resolved));
    }
}

/// <summary>What the project makes of a declaration's names.</summary>
/// <param name="IsNamed">It has a name of its own, and so can become a type.</param>
/// <param name="Topology">A topology itself, bound; of a policy, the one that it stands on, if there is one.</param>
/// <param name="Diagnostics">The mistakes in its names.</param>
public sealed record ResolvedDeclaration(bool IsNamed, BoundTopology? Topology, EquatableArray<Diagnostic> Diagnostics);
