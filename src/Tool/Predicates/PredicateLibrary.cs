extern alias runtime;

using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using TierPolicy.Language.Model;
using PageInfo = runtime::TierPolicy.PageInfo;

namespace TierPolicy.Tool.Predicates;

/// <summary>The assemblies that <c>--reference</c> names, in which the predicates of policies are looked up and run.</summary>
internal sealed class PredicateLibrary : IDisposable
{
    public const string Option = "--reference";

    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly List<PredicateLoadContext> _contexts = [];
    private readonly List<Assembly> _assemblies = [];

    /// <exception cref="UsageException">A path is not there, or is no assembly.</exception>
    public PredicateLibrary(IEnumerable<string> paths)
    {
        foreach (string path in Existing([.. paths]))
        {
            string full = Path.GetFullPath(path);
            PredicateLoadContext context = new(full);
            _contexts.Add(context);
            try
            {
                _assemblies.Add(context.LoadFromAssemblyPath(full));
            }
            catch (Exception error) when (error is BadImageFormatException or FileLoadException)
            {
                throw new UsageException($"{Option}: '{path}' is no assembly that can be run here");
            }
        }
    }

    /// <summary>The same paths, all of which are there.</summary>
    /// <exception cref="UsageException">One is not.</exception>
    public static IReadOnlyList<string> Existing(IReadOnlyList<string> paths) => paths.FirstOrDefault(static path => !File.Exists(path)) is { } missing
        ? throw new UsageException($"{Option}: there is no file '{missing}'")
        : paths;

    private delegate bool Predicate(in PageInfo page);

    public bool IsEmpty => _assemblies.Count == 0;

    public void Dispose() => _contexts.ForEach(context => context.Unload());

    /// <summary>Asks a predicate about a page.</summary>
    /// <param name="policy">The policy that names it: names are resolved from within its struct, as the compiler does.</param>
    /// <param name="method">The name as written.</param>
    /// <param name="page">The page.</param>
    public PredicateAnswer Ask(Policy policy, string method, PageInfo page)
    {
        try
        {
            return TryFind(policy, method, out Predicate? predicate) is { } mistake
                ? PredicateAnswer.Unknown(mistake)
                : new PredicateAnswer(predicate!(page), WhyNot: null);
        }
        catch (Exception error) when (error is TypeLoadException or FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            return PredicateAnswer.Unknown($"it cannot be loaded: {OneLine(error)}");
        }
#pragma warning disable CA1031 // It is the program's code: whatever it throws is its answer.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Exception cause = error is TypeInitializationException { InnerException: { } inner } ? inner : error;
            return PredicateAnswer.Unknown($"it threw {cause.GetType().Name}: {OneLine(cause)}");
        }
    }

    /// <summary>Why there is no such predicate; null where there is.</summary>
    private string? TryFind(Policy policy, string method, [NotNullWhen(false)] out Predicate? predicate)
    {
        predicate = null;
        int dot = method.LastIndexOf('.');
        string name = method[(dot + 1)..];
        Type? type = Scopes(policy)
            .Select(scope => dot < 0 ? scope : scope.Length == 0 ? method[..dot] : $"{scope}.{method[..dot]}")
            .Select(FindType)
            .FirstOrDefault(found => found?.GetMember(name, MemberTypes.Method, Static).Length > 0);
        if (type is null)
        {
            return dot > 0 && Scopes(policy).Select(scope => FindType($"{scope}.{method[..dot]}".TrimStart('.'))).FirstOrDefault(found => found is not null) is { } known
                ? $"the type '{known.FullName}' has no static method '{name}'"
                : $"no type '{(dot < 0 ? policy.Name : method[..dot])}' with such a method is in what {Option} gives";
        }

        MethodInfo? found = type.GetMethod(name, Static, [typeof(PageInfo).MakeByRefType()]);
        if (found is not { IsGenericMethodDefinition: false } || found.ReturnType != typeof(bool) || !found.GetParameters()[0].IsIn)
        {
            return $"it is not 'static bool {name}(in PageInfo page)'";
        }

        predicate = found.CreateDelegate<Predicate>();
        return null;
    }

    /// <summary>Where a name is looked for: in the struct, then in its namespace and those around it.</summary>
    private static IEnumerable<string> Scopes(Policy policy)
    {
        yield return policy.Namespace.Length == 0 ? policy.Name : $"{policy.Namespace}.{policy.Name}";
        for (string scope = policy.Namespace; scope.Length > 0; scope = scope[..Math.Max(0, scope.LastIndexOf('.'))])
        {
            yield return scope;
        }

        yield return "";
    }

    /// <summary>A type by its name in C#, in which a nested type, too, is behind a dot.</summary>
    private Type? FindType(string name)
    {
        for (string metadataName = name; metadataName.Length > 0;)
        {
            if (_assemblies.Select(assembly => assembly.GetType(metadataName)).FirstOrDefault(type => type is not null) is { } found)
            {
                return found;
            }

            int dot = metadataName.LastIndexOf('.');
            metadataName = dot < 0 ? "" : $"{metadataName[..dot]}+{metadataName[(dot + 1)..]}";
        }

        return null;
    }

    private static string OneLine(Exception error) => error.Message.ReplaceLineEndings(" ");
}

/// <summary>What a predicate says of a page.</summary>
/// <param name="WhyNot">Why it could not be asked, and so is taken as false; null where it was.</param>
internal sealed record PredicateAnswer(bool Holds, string? WhyNot)
{
    public static PredicateAnswer Unknown(string why) => new(false, why);
}
