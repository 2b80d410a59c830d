using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace TierPolicy.Kernel.Memory;

/// <summary>
/// The same accesses to the same number of pages: once to plain memory, which the kernel demotes, promotes and swaps, and once to the runtime's. Either way 64 MiB of the first node and 64 MiB of the second are
/// there for them; the rest is locked away.
/// </summary>
internal static unsafe partial class SideBySide
{
    private const int PageSize = 4096;
    private const int Pages = 40 << 10;
    private const int Accesses = 100_000;
    private const long Node = 64 << 20;

    /// <summary>What the kernel keeps free of a node, and what the program itself takes.</summary>
    private const long Margin = 12 << 20;

    public static void Plain()
    {
        Lock(0, Node + Margin);
        Lock(1, Node + Margin);
        byte* start = (byte*)Kernel.Reserve((nuint)Pages * PageSize);
        Dictionary<string, long> before = Counters();
        long began = Stopwatch.GetTimestamp();
        for (int page = 0; page < Pages; page++)
        {
            *(long*)(start + ((nint)page * PageSize)) = page;
        }

        foreach ((int page, bool isWrite) in Sequence())
        {
            long* at = (long*)(start + ((nint)page * PageSize));
            Check(*at, page);
            if (isWrite)
            {
                at[1]++;
            }
        }

        TimeSpan took = Stopwatch.GetElapsedTime(began);
        Dictionary<string, long> after = Counters();
        Print("kernel", Since("pgdemote_kswapd") + Since("pgdemote_direct"), Since("pgpromote_success"), Since("pswpin"), Since("pswpout"), took);

        long Since(string name) => after.GetValueOrDefault(name) - before.GetValueOrDefault(name);
    }

    public static void Runtime()
    {
        // The swap's file must not be kept in memory that the kernel did not have.
        Lock(0, Node + (Node / 16) + (2 * Margin));
        using TieredMemory<Ours> memory = new();
        PageId[] pages = new PageId[Pages];
        long began = Stopwatch.GetTimestamp();
        for (int page = 0; page < Pages; page++)
        {
            pages[page] = memory.Allocate();
            using WriteLease lease = memory.Write(pages[page]);
            MemoryMarshal.Write(lease.Span, (long)page);
        }

        foreach ((int page, bool isWrite) in Sequence())
        {
            if (isWrite)
            {
                using WriteLease lease = memory.Write(pages[page]);
                Check(MemoryMarshal.Read<long>(lease.Span), page);
                lease.Span[8]++;
            }
            else
            {
                using ReadLease lease = memory.Read(pages[page]);
                Check(MemoryMarshal.Read<long>(lease.Span), page);
            }
        }

        TimeSpan took = Stopwatch.GetElapsedTime(began);
        VmStat stat = memory.Stat;
        Print("runtime", stat["pgdemote_kswapd"] + stat["pgdemote_direct"], stat["pgpromote_success"], stat["pswpin"], stat["pswpout"], took);
    }

    /// <summary>Few pages are used often and most seldom; one access in four writes.</summary>
    private static IEnumerable<(int Page, bool IsWrite)> Sequence()
    {
        Random random = new(1);
        for (int i = 0; i < Accesses; i++)
        {
            double skewed = Math.Pow(random.NextDouble(), 4);
            yield return ((int)((long)(skewed * Pages) * 40_507 % Pages), random.Next(4) == 0);
        }
    }

    private static void Lock(int node, long left)
    {
        long bytes = (FreeOn(node) - left) / PageSize * PageSize;
        if (bytes > 0 && LockMemory(Kernel.Take(bytes, node), (nuint)bytes) != 0)
        {
            throw new InvalidOperationException("mlock: errno " + Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Free memory of a node, in bytes.</summary>
    private static long FreeOn(int node)
    {
        string line = File.ReadLines(FormattableString.Invariant($"/sys/devices/system/node/node{node}/meminfo")).First(static line => line.Contains("MemFree:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3], CultureInfo.InvariantCulture) * 1024;
    }

    private static void Check(long found, int page)
    {
        if (found != page)
        {
            throw new InvalidOperationException($"Page {page} holds {found}.");
        }
    }

    private static Dictionary<string, long> Counters()
        => File.ReadAllLines("/proc/vmstat").Select(static line => line.Split(' ')).ToDictionary(static words => words[0], static words => long.Parse(words[1], CultureInfo.InvariantCulture));

    private static void Print(string whose, long demoted, long promoted, long read, long written, TimeSpan took)
        => Console.WriteLine(FormattableString.Invariant($"{whose,-8} {demoted,10} {promoted,10} {read,10} {written,10} {took.TotalSeconds,8:0.0} s"));

    [LibraryImport("libc", EntryPoint = "mlock", SetLastError = true)]
    private static partial int LockMemory(nint start, nuint bytes);
}
