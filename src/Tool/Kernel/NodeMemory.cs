using System.Runtime.InteropServices;

namespace TierPolicy.Tool.Kernel;

/// <summary>
/// Memory that lies on one NUMA node, for measuring (<c>mmap(2)</c>, <c>mbind(2)</c>, <c>move_pages(2)</c>). It is asked for by preference, and looked at: under a strict binding a node that runs
/// full while it is touched calls the OOM killer.
/// </summary>
internal sealed unsafe partial class NodeMemory : IDisposable
{
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;
    private const int Preferred = 1;
    private const int MadvHugePage = 14;
    private const int MaximalNode = 1024;
    private const int BasePage = 4096;
    private const int Samples = 64;

    private byte* _start;

    private NodeMemory(byte* start, nuint bytes)
    {
        _start = start;
        Bytes = bytes;
    }

    public byte* Start => _start;

    public nuint Bytes { get; }

    /// <exception cref="UsageException">There is no such memory to be had.</exception>
    public static NodeMemory Allocate(int node, nuint bytes)
    {
        byte* start = (byte*)MapMemory(0, bytes, ReadWrite, PrivateAnonymous, -1, 0);
        if (start == (byte*)-1)
        {
            throw Failure(node, "mmap");
        }

        NodeMemory memory = new(start, bytes);
        try
        {
            _ = Advise((nint)start, bytes, MadvHugePage);
            ulong* mask = stackalloc ulong[MaximalNode / 64];
            new Span<ulong>(mask, MaximalNode / 64).Clear();
            mask[node / 64] = 1UL << (node % 64);
            if (SystemCall(Number(237, 235), (nint)start, (nint)bytes, Preferred, (nint)mask, MaximalNode, 0) != 0)
            {
                throw Failure(node, "mbind");
            }

            new Span<byte>(start, checked((int)bytes)).Fill(1);
            memory.CheckPlace(node);
            return memory;
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_start != null)
        {
            _ = UnmapMemory((nint)_start, Bytes);
            _start = null;
        }
    }

    /// <summary>Has the calling thread run on some CPUs only, as far as it may.</summary>
    public static void RunOn(IReadOnlyList<int> cpus)
    {
        ulong* mask = stackalloc ulong[MaximalNode / 64];
        new Span<ulong>(mask, MaximalNode / 64).Clear();
        foreach (int cpu in cpus.Where(cpu => cpu < MaximalNode))
        {
            mask[cpu / 64] |= 1UL << (cpu % 64);
        }

        // Refused, where a container has other CPUs: it is measured from where the thread runs.
        _ = SetAffinity(0, MaximalNode / 8, (nint)mask);
    }

    private void CheckPlace(int node)
    {
        nint* pages = stackalloc nint[Samples];
        int* places = stackalloc int[Samples];
        for (int i = 0; i < Samples; i++)
        {
            pages[i] = (nint)(_start + (Bytes / Samples * (nuint)i / BasePage * BasePage));
        }

        if (SystemCall(Number(279, 239), 0, Samples, (nint)pages, 0, (nint)places, 0) != 0)
        {
            throw Failure(node, "move_pages");
        }

        if (new Span<int>(places, Samples).ContainsAnyExcept(node))
        {
            throw new UsageException($"node {node} cannot be measured: it has no {Bytes >> 20} MiB free");
        }
    }

    private static UsageException Failure(int node, string call)
    {
        int error = Marshal.GetLastPInvokeError();
        return new UsageException($"node {node} cannot be measured: {call}: {Marshal.GetPInvokeErrorMessage(error)} (errno {error})");
    }

    /// <summary>glibc has no functions for these (arch/x86/entry/syscalls/syscall_64.tbl, include/uapi/asm-generic/unistd.h).</summary>
    private static nint Number(int x64, int arm64) => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => x64,
        Architecture.Arm64 => arm64,
        Architecture other => throw new UsageException($"nodes are measured on x64 and arm64, not on {other}"),
    };

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint MapMemory(nint address, nuint bytes, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int UnmapMemory(nint address, nuint bytes);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint start, nuint bytes, int advice);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nuint bytes, nint mask);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint a, nint b, nint c, nint d, nint e, nint f);
}
