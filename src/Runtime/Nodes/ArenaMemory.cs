using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using TierPolicy.Linux;

namespace TierPolicy.Nodes;

/// <summary>The memory in which an arena's frames lie, side by side.</summary>
/// <param name="start">Where it begins.</param>
/// <param name="bytes">How long it is.</param>
/// <param name="placement">Where it lies, in words.</param>
internal abstract class ArenaMemory(nint start, nuint bytes, string placement) : IDisposable
{
    private int _isDisposed;

    public nint Start => start;

    public nuint Bytes => bytes;

    /// <summary>Where it lies, in words, for who looks at the node.</summary>
    public string Placement => placement;

    /// <summary>Gives it back; more than once does no harm.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            Release();
        }
    }

    /// <summary>Gives the machine what is in it, where that can be, and keeps the addresses.</summary>
    public virtual void GiveBack()
    {
    }

    protected abstract void Release();
}

/// <summary>Memory wherever the system puts it. The system gives it when it is first touched.</summary>
internal sealed unsafe class OrdinaryMemory : ArenaMemory
{
    private OrdinaryMemory(nint start, nuint bytes, string placement)
        : base(start, bytes, placement)
    {
    }

    /// <exception cref="OutOfMemoryException">The system has not the address space.</exception>
    public static OrdinaryMemory Allocate(int pageSize, long frames, string placement)
    {
        nuint bytes = checked((nuint)(frames * pageSize));
        bool isLarge = bytes >= MemoryAdvice.HugePage;
        nint start = (nint)NativeMemory.AlignedAlloc(bytes, (nuint)(isLarge ? Math.Max(pageSize, MemoryAdvice.HugePage) : Math.Max(pageSize, sizeof(nint))));
        if (isLarge)
        {
            MemoryAdvice.UseHugePages(start, bytes);
        }

        return new OrdinaryMemory(start, bytes, placement);
    }

    protected override void Release() => NativeMemory.AlignedFree((void*)Start);
}

/// <summary>Memory that the kernel has mapped for us.</summary>
internal sealed class MappedMemory : ArenaMemory
{
    private readonly nint _mapping;
    private readonly nuint _mapped;
    private readonly SafeFileHandle? _file;

    private MappedMemory(nint start, nuint bytes, string placement, nint mapping, nuint mapped, SafeFileHandle? file)
        : base(start, bytes, placement)
    {
        _mapping = mapping;
        _mapped = mapped;
        _file = file;
    }

    /// <summary>Address space without memory, on a multiple of a page's and of a huge page's size.</summary>
    /// <exception cref="KernelException">There is none.</exception>
    public static MappedMemory Reserve(int pageSize, long frames, string placement)
    {
        nuint align = (nuint)Math.Max(pageSize, MemoryAdvice.HugePage);
        nuint bytes = checked(((nuint)(frames * pageSize) + align - 1) & ~(align - 1));
        nuint mapped = checked(bytes + align);
        nint mapping = MemoryMap.Reserve(mapped);
        nint start = (nint)(((nuint)mapping + align - 1) & ~(align - 1));
        return new MappedMemory(start, bytes, placement, mapping, mapped, file: null);
    }

    /// <summary>A file that was mapped elsewhere, as it is; it is kept open, and with it what is locked of it, until the memory is given back.</summary>
    public static MappedMemory Of(nint start, nuint bytes, string placement, SafeFileHandle file) => new(start, bytes, placement, start, bytes, file);

    public override void GiveBack()
    {
        if (_file is null)
        {
            MemoryAdvice.GiveBack(Start, Bytes);
        }
    }

    protected override void Release()
    {
        MemoryMap.Release(_mapping, _mapped);
        _file?.Dispose();
    }
}
