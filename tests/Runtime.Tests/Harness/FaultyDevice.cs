using TierPolicy.Storage;

namespace TierPolicy.Runtime.Tests.Harness;

/// <summary>A device that works until a test has it fail.</summary>
internal sealed class FaultyDevice(BlockDevice device) : BlockDevice
{
    private const int Sector = 512;

    private long _writes;
    private int _waiting;

    /// <summary>When set, reads throw what it gives, if it gives something.</summary>
    public Func<Exception?>? FailReads { get; set; }

    /// <summary>When set, writes throw what it gives, if it gives something, after they have written half.</summary>
    public Func<Exception?>? FailWrites { get; set; }

    /// <summary>When set, a read gives no more bytes than that.</summary>
    public int? ShortReads { get; set; }

    /// <summary>When set, flushes throw what it gives, if it gives something.</summary>
    public Func<Exception?>? FailFlushes { get; set; }

    /// <summary>When set, reads wait for it; asynchronous ones without a thread.</summary>
    public TaskCompletionSource? HoldReads { get; set; }

    /// <summary>When set, only reads at this place wait.</summary>
    public long? HeldOffset { get; set; }

    /// <summary>Reads and writes that wait, or have waited.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>When set, writes wait for it.</summary>
    public TaskCompletionSource? HoldWrites { get; set; }

    /// <summary>Writes that were asked for.</summary>
    public long Writes => Volatile.Read(ref _writes);

    /// <summary>One of the ways in which .NET tells that a file cannot be read or written.</summary>
    public static Exception Any(Random random) => random.Next(6) switch
    {
        0 => NoSpace(),
        1 => new UnauthorizedAccessException("Permission denied"),
        2 => new ObjectDisposedException("file"),
        3 => new NotSupportedException("The file cannot be sought in"),
        4 => new OperationCanceledException("Operation canceled"),
        _ => new EndOfStreamException("The file is too short"),
    };

    public static IOException NoSpace() => new("No space left on device");

    /// <summary>Turns a bit of what is stored.</summary>
    public void FlipBit(long offset)
    {
        byte[] one = new byte[1];
        device.ReadExactly(one, offset);
        one[0] ^= 4;
        device.Write([one], offset);
    }

    public override void Dispose() => device.Dispose();

    protected override int ReadCore(Span<byte> to, long offset)
    {
        HeldAt(offset).Wait();
        Throw(FailReads);
        return device.Read(to[..Math.Min(to.Length, ShortReads ?? to.Length)], offset);
    }

    protected override async ValueTask<int> ReadCoreAsync(Memory<byte> to, long offset)
    {
        await HeldAt(offset);
        Throw(FailReads);
        return await device.ReadAsync(to[..Math.Min(to.Length, ShortReads ?? to.Length)], offset);
    }

    protected override void WriteCore(IReadOnlyList<ReadOnlyMemory<byte>> buffers, long offset)
    {
        Interlocked.Increment(ref _writes);
        if (HoldWrites is TaskCompletionSource hold)
        {
            Interlocked.Increment(ref _waiting);
            hold.Task.Wait();
        }

        if (FailWrites?.Invoke() is Exception failure)
        {
            // As devices do it: a sector whole, or not at all.
            long end = (offset + (buffers[0].Length / 2)) / Sector * Sector;
            device.Write([buffers[0][..(int)Math.Max(0, end - offset)]], offset);
            throw failure;
        }

        device.Write(buffers, offset);
    }

    protected override void FlushCore()
    {
        Throw(FailFlushes);
        device.Flush();
    }

    private Task HeldAt(long offset)
    {
        if (HoldReads is not TaskCompletionSource hold || (HeldOffset is long held && held != offset))
        {
            return Task.CompletedTask;
        }

        Interlocked.Increment(ref _waiting);
        return hold.Task;
    }

    private static void Throw(Func<Exception?>? failure)
    {
        if (failure?.Invoke() is Exception error)
        {
            throw error;
        }
    }
}
