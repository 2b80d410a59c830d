using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Binding;

/// <summary>
/// The names of all topologies and policies of a project. They become types, so the two share their names with each other, and with
/// namespaces.
/// </summary>
/// <typeparam name="TTopology">What is found for the name of a topology.</typeparam>
internal sealed class DeclarationTable<TTopology>
    where TTopology : class
{
    private readonly Dictionary<string, DeclarationSyntax> _byFullName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _topologiesByName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TTopology> _topologiesByFullName = new(StringComparer.Ordinal);
    private readonly HashSet<string> _namespaces = new(StringComparer.Ordinal);

    public DeclarationTable(IEnumerable<DeclarationSyntax> declarations)
    {
        foreach (string name in declarations.Select(declaration => declaration.Namespace).Distinct())
        {
            for (int end = name.Length; end > 0; end = name.LastIndexOf('.', end - 1))
            {
                _namespaces.Add(name.Substring(0, end));
            }
        }
    }

    /// <summary>False for a declaration without a name of its own: a second one, or none at all.</summary>
    public bool TryAdd(DeclarationSyntax declaration, DiagnosticBag diagnostics)
    {
        if (declaration.Name.IsMissing)
        {
            return false;
        }

        string fullName = FullName(declaration.Namespace, declaration.Name.Text);
        if (!declaration.IsDeclaredInCSharp && IsTakenFromOutput(declaration, diagnostics))
        {
            return false;
        }

        if (_byFullName.TryGetValue(fullName, out DeclarationSyntax? first))
        {
            diagnostics.Report(Diagnostic.Create(Descriptors.DuplicateName, declaration.Name.Location, declaration.Name.Text) with
            {
                Related = new RelatedLocation("first declared here", first.Name.Location),
            });
            return false;
        }

        if (_namespaces.Contains(fullName))
        {
            diagnostics.Report(Descriptors.DuplicateName, declaration.Name.Location, declaration.Name.Text);
            return false;
        }

        _byFullName.Add(fullName, declaration);
        return true;
    }

    public void AddTopology(TopologySyntax syntax, TTopology topology)
    {
        string fullName = FullName(syntax.Namespace, syntax.Name.Text);
        _topologiesByFullName.Add(fullName, topology);
        if (!_topologiesByName.TryGetValue(syntax.Name.Text, out List<string>? sameName))
        {
            _topologiesByName.Add(syntax.Name.Text, sameName = []);
        }

        sameName.Add(fullName);
    }

    /// <summary>
    /// The topology that a policy names: that of its own namespace, else of the nearest enclosing one, else the only one of that name.
    /// </summary>
    public TTopology? FindTopology(PolicySyntax policy, DiagnosticBag diagnostics)
    {
        NameSyntax name = policy.Topology;
        if (name.IsMissing)
        {
            return null;
        }

        string scope = policy.Namespace;
        while (true)
        {
            if (_topologiesByFullName.TryGetValue(FullName(scope, name.Text), out TTopology? found))
            {
                return found;
            }

            if (scope.Length == 0)
            {
                break;
            }

            scope = scope.Substring(0, Math.Max(0, scope.LastIndexOf('.')));
        }

        if (!_topologiesByName.TryGetValue(name.Text, out List<string>? candidates))
        {
            diagnostics.ReportUnknown(Descriptors.UnknownName, name.Location, ["topology", name.Text], name.Text, _topologiesByName.Keys);
            return null;
        }

        if (candidates.Count > 1)
        {
            string all = string.Join(" or ", candidates.Select(candidate => $"'{candidate}'"));
            diagnostics.Report(Descriptors.AmbiguousName, name.Location, name.Text, all);
            return null;
        }

        return _topologiesByFullName[candidates[0]];
    }

    /// <summary>What is emitted finds the framework and the runtime by their names, which a type of a policy file must not hide.</summary>
    private static bool IsTakenFromOutput(DeclarationSyntax declaration, DiagnosticBag diagnostics)
    {
        string space = declaration.Namespace;
        string kind = declaration is TopologySyntax ? "topology" : "policy";
        if (space.Length == 0 && declaration.Name.Text is ("System" or "TierPolicy"))
        {
            diagnostics.Report(Descriptors.ReservedName, declaration.Name.Location, declaration.Name.Text, $"{kind} without a namespace");
            return true;
        }

        if (space is "System" or "TierPolicy" || space.StartsWith("System.", StringComparison.Ordinal))
        {
            diagnostics.Report(Descriptors.ReservedName, declaration.Name.Location, space, $"{kind}'s namespace");
            return true;
        }

        return false;
    }

    private static string FullName(string @namespace, string name) => @namespace.Length == 0 ? name : @namespace + "." + name;
}
