extern alias runtime;

using System.Reflection;
using System.Runtime.Loader;

namespace TierPolicy.Tool.Predicates;

/// <summary>Loads a program's assembly: its dependencies from beside it, the runtime from the tool, so that a page is the same type in both.</summary>
internal sealed class PredicateLoadContext(string path) : AssemblyLoadContext(Path.GetFileName(path), isCollectible: true)
{
    private static readonly Assembly Runtime = typeof(runtime::TierPolicy.PageInfo).Assembly;

    private readonly AssemblyDependencyResolver _resolver = new(path);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == Runtime.GetName().Name)
        {
            return Runtime;
        }

        return _resolver.ResolveAssemblyToPath(assemblyName) is { } found ? LoadFromAssemblyPath(found) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
        => _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } found ? LoadUnmanagedDllFromPath(found) : 0;
}
