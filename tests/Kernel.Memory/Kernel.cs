using System.Globalization;
using System.Runtime.InteropServices;

namespace TierPolicy.Kernel.Memory;

/// <summary>What the kernel is asked here, apart from the runtime, which is looked at.</summary>
internal static unsafe partial class Kernel
{
    public const int Page = 4096;

    private const int MovePages = 279;
    private const int Mbind = 237;

    /// <summary>The NUMA nodes on which a range of memory lies.</summary>
    public static int[] NodesOf(nint start, int bytes)
    {
        int count = bytes / Page;
        nint[] pages = [.. Enumerable.Range(0, count).Select(i => start + (nint)i * Page)];
        int[] nodes = new int[count];
        fixed (nint* address = pages)
        fixed (int* node = nodes)
        {
            Need(Call(MovePages, 0, count, (nint)address, 0, (nint)node, 0) == 0, "move_pages");
        }

        return [.. nodes.Distinct().Order()];
    }

    /// <summary>Moves pages of the kernel's in one call.</summary>
    public static void Move(nint start, int count, int node)
    {
        nint* pages = stackalloc nint[count];
        int* nodes = stackalloc int[count];
        int* status = stackalloc int[count];
        for (int i = 0; i < count; i++)
        {
            pages[i] = start + (nint)i * Page;
            nodes[i] = node;
        }

        Need(Call(MovePages, 0, count, (nint)pages, (nint)nodes, (nint)status, 2) == 0, "move_pages");
    }

    /// <summary>Memory as any program has it, but of small pages.</summary>
    public static nint Reserve(nuint bytes)
    {
        nint start = Map(0, bytes, 3, 0x22, -1, 0);
        Need(start != -1, "mmap");
        Advise(start, bytes, 15);
        return start;
    }

    /// <summary>Memory of small pages that lies on a node, as far as the node has it.</summary>
    public static nint Take(long bytes, int node)
    {
        nint start = Reserve((nuint)bytes);
        ulong mask = 1UL << node;
        Need(Call(Mbind, start, (nint)bytes, 1, (nint)(&mask), 65, 0) == 0, "mbind");
        for (long at = 0; at < bytes; at += Page)
        {
            ((byte*)start)[at] = 1;
        }

        return start;
    }

    public static void Release(nint start, long bytes) => _ = Unmap(start, (nuint)bytes);

    /// <summary>Pages of this process on a node, by <c>/proc/self/numa_maps</c>.</summary>
    public static long PagesOn(int node)
    {
        string mark = FormattableString.Invariant($"N{node}=");
        return File.ReadLines("/proc/self/numa_maps").SelectMany(static line => line.Split(' ')).Where(word => word.StartsWith(mark, StringComparison.Ordinal))
            .Sum(word => long.Parse(word[mark.Length..], CultureInfo.InvariantCulture));
    }

    private static void Need(bool succeeded, string call)
    {
        if (!succeeded)
        {
            throw new InvalidOperationException($"{call}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Call(nint number, nint first, nint second, nint third, nint fourth, nint fifth, nint sixth);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint bytes, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint start, nuint bytes);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint start, nuint bytes, int advice);
}
