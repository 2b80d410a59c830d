extern alias Framework;

using System.Runtime.CompilerServices;
using TierPolicy.Schedules.Tests.Scheduling;
using Real = Framework::System.Threading.Interlocked;

namespace System.Threading;

/// <inheritdoc cref="Volatile"/>
internal static class Interlocked
{
    public static int Increment(ref int location, [CallerFilePath] string file = "", [CallerMemberName] string member = "")
    {
        Scheduler.Point(file, member);
        return Real.Increment(ref location);
    }

    public static long Increment(ref long location, [CallerFilePath] string file = "", [CallerMemberName] string member = "")
    {
        Scheduler.Point(file, member);
        return Real.Increment(ref location);
    }

    public static ulong Increment(ref ulong location, [CallerFilePath] string file = "", [CallerMemberName] string member = "")
    {
        Scheduler.Point(file, member);
        return Real.Increment(ref location);
    }

    public static int Decrement(ref int location, [CallerFilePath] string file = "", [CallerMemberName] string member = "")
    {
        Scheduler.Point(file, member);
        return Real.Decrement(ref location);
    }

    public static long Decrement(ref long location, [CallerFilePath] string file = "", [CallerMemberName] string member = "")
    {
        Scheduler.Point(file, member);
        return Real.Decrement(ref location);
    }

    public static int Add(ref int location, int value, [CallerFilePath] string file = "", [CallerMemberName] string member = "")
    {
        Scheduler.Point(file, member);
        return Real.Add(ref location, value);
    }

    public static long Add(ref long location, long value, [CallerFilePath] string file = "", [CallerMemberName] string member = "")
    {
        Scheduler.Point(file, member);
        return Real.Add(ref location, value);
    }

    public static T Exchange<T>(ref T location, T value, [CallerFilePath] string file = "", [CallerMemberName] string member = "")
    {
        Scheduler.Point(file, member);
        return Real.Exchange(ref location, value);
    }

    public static T CompareExchange<T>(ref T location, T value, T comparand, [CallerFilePath] string file = "", [CallerMemberName] string member = "")
    {
        Scheduler.Point(file, member);
        T before = Real.CompareExchange(ref location, value, comparand);
        if (EqualityComparer<T>.Default.Equals(before, comparand))
        {
            StateWords.Changed(file, member, before, value);
        }

        return before;
    }

    public static ulong Or(ref ulong location, ulong value, [CallerFilePath] string file = "", [CallerMemberName] string member = "")
    {
        Scheduler.Point(file, member);
        ulong before = Real.Or(ref location, value);
        StateWords.Changed(file, member, before, before | value);
        return before;
    }

    public static ulong And(ref ulong location, ulong value, [CallerFilePath] string file = "", [CallerMemberName] string member = "")
    {
        Scheduler.Point(file, member);
        ulong before = Real.And(ref location, value);
        StateWords.Changed(file, member, before, before & value);
        return before;
    }

    /// <summary>Under the scheduler one thread runs at a time, so that all memory is in order already.</summary>
    public static void MemoryBarrierProcessWide([CallerFilePath] string file = "", [CallerMemberName] string member = "") => Scheduler.Point(file, member);
}
