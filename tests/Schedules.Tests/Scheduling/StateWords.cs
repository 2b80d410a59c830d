using System.Collections.Concurrent;
using TierPolicy.Pages;

namespace TierPolicy.Schedules.Tests.Scheduling;

/// <summary>Remembers every change of a page's state word that ever happens, by any thread.</summary>
internal static class StateWords
{
    /// <summary>Before, after, and the method of <see cref="PageDescriptor"/>; frames left out, each change once.</summary>
    private static readonly ConcurrentDictionary<(ulong Before, ulong After, string By), bool> Seen = new();

    public static IEnumerable<(PageState Before, PageState After, string By)> All =>
        Seen.Keys.Select(static change => (new PageState(change.Before), new PageState(change.After), change.By));

    public static void Changed<T>(string file, string by, T before, T after)
    {
        if (typeof(T) != typeof(ulong) || !file.EndsWith("PageDescriptor.cs", StringComparison.Ordinal) || Mutation.IsOn)
        {
            return;
        }

        // Where nothing changed, nothing happened. Where the frame changed and the place did not, the change is still one: it shows in the lowest bit.
        ulong first = (ulong)(object)before!;
        ulong second = (ulong)(object)after!;
        if (first == second)
        {
            return;
        }

        bool moved = (uint)first != (uint)second;
        Seen.TryAdd((first >> 32 << 32, (second >> 32 << 32) | (moved ? 1UL : 0), by), true);
    }
}
