using System.Runtime.CompilerServices;
using TierPolicy.Schedules.Tests.Scheduling;

namespace System.Threading;

/// <summary>Stands before the framework's class of this name: each access is a point at which the scheduler may let another thread go on.</summary>
internal static class Volatile
{
    public static T Read<T>(ref readonly T location, [CallerFilePath] string file = "", [CallerMemberName] string member = "")
    {
        // Who looks for readers looks at a hundred entries: only one that is in use is worth a point. To look a moment earlier at one that is not is the same as to be stopped before the search.
        if (member is not ("Held" or "Listed") || !EqualityComparer<T>.Default.Equals(location, default))
        {
            Scheduler.Point(file, member);
        }

        return location;
    }

    public static void Write<T>(ref T location, T value, [CallerFilePath] string file = "", [CallerMemberName] string member = "")
    {
        Scheduler.Point(file, member);
        T before = location;
        location = value;
        StateWords.Changed(file, member, before, value);
    }
}
