extern alias runtime;

using System.Reflection;
using System.Runtime.Loader;
using TierPolicy.Language.Model;

namespace TierPolicy.Tool.Simulating;

/// <summary>Policies that were compiled, and are loaded here until they are no longer needed.</summary>
internal sealed class CompiledPolicies : IDisposable
{
    private readonly LoadContext _context;
    private readonly Assembly _assembly;

    public CompiledPolicies(Stream image, IReadOnlyList<string> references)
    {
        _context = new LoadContext(references);
        _assembly = _context.LoadFromStream(image);
    }

    /// <summary>The struct that was made of a policy.</summary>
    public Type TypeOf(Policy policy) => _assembly.GetType(policy.Namespace.Length == 0 ? policy.Name : $"{policy.Namespace}.{policy.Name}", throwOnError: true)!;

    public void Dispose() => _context.Unload();

    /// <summary>The runtime comes from the tool, so that its types are the same here and there; predicates from where the user says.</summary>
    private sealed class LoadContext(IReadOnlyList<string> references) : AssemblyLoadContext("policies", isCollectible: true)
    {
        private static readonly Assembly Runtime = typeof(runtime::TierPolicy.PageInfo).Assembly;

        private readonly AssemblyDependencyResolver[] _resolvers = [.. references.Select(static path => new AssemblyDependencyResolver(Path.GetFullPath(path)))];

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            if (assemblyName.Name == Runtime.GetName().Name)
            {
                return Runtime;
            }

            string? path = references.FirstOrDefault(path => Path.GetFileNameWithoutExtension(path) == assemblyName.Name)
                ?? _resolvers.Select(resolver => resolver.ResolveAssemblyToPath(assemblyName)).FirstOrDefault(static found => found is not null);
            return path is null ? null : LoadFromAssemblyPath(Path.GetFullPath(path));
        }
    }
}
