namespace TierPolicy.Runtime.Tests.Policies;

/// <summary>A predicate that counts how often it is asked on this thread, and throws when it is told to.</summary>
internal static class Probe
{
    [ThreadStatic]
    private static int _asked;

    [ThreadStatic]
    private static Exception? _failure;

    public static int Asked => _asked;

    /// <summary>What happens the next time that it is asked, while reclaim decides.</summary>
    [field: ThreadStatic]
    public static Action? WhileAsked { get; set; }

    public static void Reset(Exception? failure = null) => (_asked, _failure) = (0, failure);

    public static bool IsDemoted(in PageInfo page)
    {
        _asked++;
        (Action? action, WhileAsked) = (WhileAsked, null);
        action?.Invoke();
        return _failure is null ? page.Node == 0 : throw _failure;
    }
}
