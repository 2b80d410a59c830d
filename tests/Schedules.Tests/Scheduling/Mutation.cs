namespace TierPolicy;

/// <summary>Which protection is taken out of the runtime just now (<c>Mutants.targets</c>); one at a time.</summary>
internal static class Mutation
{
    private static string? _active;

    public static bool IsOn => _active is not null;

    public static bool Is(string name) => _active is not null && _active == name;

    public static void Activate(string? name) => _active = name;
}
