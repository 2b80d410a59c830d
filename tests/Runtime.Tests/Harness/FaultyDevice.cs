using TierPolicy.Storage;

namespace TierPolicy.Runtime.Tests.Harness;

/// <summary>A device that works until a test has it fail.</summary>
internal sealed class FaultyDevice(BlockDevice device) : BlockDevice
{
    private long _writes;

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

    /// <summary>When set, writes wait for it.</summary>
    public TaskCompletionSource? HoldWrites { get; set; }

    /// <summary>Writes that were asked for.</summary>
    public long Writes => Volatile.Read(ref _writes);

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
        HoldReads?.Task.Wait();
        Throw(FailReads);
        return device.Read(to[..Math.Min(to.Length, ShortReads ?? to.Length)], offset);
    }

    protected override async ValueTask<int> ReadCoreAsync(Memory<byte> to, long offset)
    {
        await (HoldReads?.Task ?? Task.CompletedTask);
        Throw(FailReads);
        return await device.ReadAsync(to[..Math.Min(to.Length, ShortReads ?? to.Length)], offset);
    }

    protected override void WriteCore(IReadOnlyList<ReadOnlyMemory<byte>> buffers, long offset)
    {
        Interlocked.Increment(ref _writes);
        HoldWrites?.Task.Wait();
        if (FailWrites?.Invoke() is Exception failure)
        {
            device.Write([buffers[0][..(buffers[0].Length / 2)]], offset);
            throw failure;
        }

        device.Write(buffers, offset);
    }

    protected override void FlushCore()
    {
        Throw(FailFlushes);
        device.Flush();
    }

    private static void Throw(Func<Exception?>? failure)
    {
        if (failure?.Invoke() is Exception error)
        {
            throw error;
        }
    }
}
