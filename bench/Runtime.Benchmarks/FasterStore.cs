using System.Runtime.CompilerServices;
using FASTER.core;

namespace TierPolicy.Runtime.Benchmarks;

/// <summary>Microsoft.FASTER.Core with values of a page each; what does not fit into memory is in its log on disk.</summary>
internal sealed class FasterStore : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"tierpolicy-bench-{Guid.NewGuid():N}.log");
    private readonly IDevice _device;
    private readonly FasterKV<long, Contents> _store;
    private readonly ClientSession<long, Contents, Contents, long, Empty, Functions> _session;

    /// <param name="keys">How many keys there will be.</param>
    /// <param name="memoryBits">Bytes of memory, as a power of two.</param>
    public FasterStore(int keys, int memoryBits)
    {
        _device = Devices.CreateLogDevice(_path, deleteOnClose: true);
        _store = new FasterKV<long, Contents>(keys, new LogSettings { LogDevice = _device, MemorySizeBits = memoryBits, PageSizeBits = 22 });

        // What is read from disk, or from the part of memory that is about to leave, is copied to the log's tail: as near to a cache of what is used as its memory can be.
        _session = _store.For(new Functions()).NewSession<Functions>(readCopyOptions: new ReadCopyOptions(ReadCopyFrom.AllImmutable, ReadCopyTo.MainLog));
    }

    public void Write(long key, long value)
    {
        Contents contents = default;
        contents[0] = value;
        _session.Upsert(ref key, ref contents);
    }

    /// <summary>Reads and waits for it.</summary>
    public long Read(long key)
    {
        if (!TryRead(key, out long value))
        {
            Complete((_, found) => value = found);
        }

        return value;
    }

    /// <summary>Begins to read; false where the value comes from disk, and is there after <see cref="Complete"/>.</summary>
    public bool TryRead(long key, out long value)
    {
        value = 0;
        return !_session.Read(ref key, ref value).IsPending;
    }

    /// <summary>Waits for all reads that have begun.</summary>
    /// <param name="found">Is given each key and its value.</param>
    public void Complete(Action<long, long> found)
    {
        _session.CompletePendingWithOutputs(out CompletedOutputIterator<long, Contents, Contents, long, Empty> completed, wait: true);
        using (completed)
        {
            while (completed.Next())
            {
                found(completed.Current.Key, completed.Current.Output);
            }
        }
    }

    public void Dispose()
    {
        _session.Dispose();
        _store.Dispose();
        _device.Dispose();
    }

    /// <summary>A page of 4 KiB.</summary>
    [InlineArray(512)]
    public struct Contents
    {
        private long _first;
    }

    /// <summary>Reads eight bytes of a value, where it lies.</summary>
    public sealed class Functions : FunctionsBase<long, Contents, Contents, long, Empty>
    {
        public override bool SingleReader(ref long key, ref Contents input, ref Contents value, ref long dst, ref ReadInfo readInfo)
        {
            dst = value[0];
            return true;
        }

        public override bool ConcurrentReader(ref long key, ref Contents input, ref Contents value, ref long dst, ref ReadInfo readInfo)
        {
            dst = value[0];
            return true;
        }
    }
}
