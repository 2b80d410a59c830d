using System.Runtime.InteropServices;

namespace TierPolicy.Runtime.Benchmarks;

/// <summary>Memory as a program has it that keeps its pages by itself: of small pages, or of huge ones as the runtime asks for them.</summary>
internal sealed unsafe partial class Arena : IDisposable
{
    private const int HugePage = 2 << 20;
    private const int MadvHugePage = 14;

    public Arena(long bytes, bool hugePages)
    {
        Start = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, HugePage);
        if (hugePages && OperatingSystem.IsLinux())
        {
            _ = Advise(Start, (nuint)bytes, MadvHugePage);
        }

        for (long i = 0; i < bytes; i += 4096)
        {
            *(long*)(Start + i) = i / 4096;
        }
    }

    public byte* Start { get; }

    public void Dispose() => NativeMemory.AlignedFree(Start);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* start, nuint bytes, int advice);
}
