namespace TierPolicy.Schedules.Tests.Lab;

/// <summary>Does something to a page that may be gone.</summary>
internal static class Unless
{
    /// <returns>Whether it was done: false where the page was freed before.</returns>
    public static bool Freed(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (ArgumentException error) when (error.Message.Contains("was freed", StringComparison.Ordinal))
        {
            return false;
        }
    }
}
