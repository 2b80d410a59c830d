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

    /// <summary>When set, reads wait for it.</summary>
    public ManualResetEventSlim? HoldReads { get; set; }

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

    public override int Read(Span<byte> to, long offset)
    {
        HoldReads?.Wait();
        Throw(FailReads);
        return device.Read(to[..Math.Min(to.Length, ShortReads ?? to.Length)], offset);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> to, long offset)
    {
        await Task.Yield();
        if (HoldReads is ManualResetEventSlim hold)
        {
            await Task.Factory.StartNew(hold.Wait, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }

        Throw(FailReads);
        return await device.ReadAsync(to[..Math.Min(to.Length, ShortReads ?? to.Length)], offset);
    }

    public override void Write(IReadOnlyList<ReadOnlyMemory<byte>> buffers, long offset)
    {
        Interlocked.Increment(ref _writes);
        if (FailWrites?.Invoke() is Exception failure)
        {
            device.Write([buffers[0][..(buffers[0].Length / 2)]], offset);
            throw failure;
        }

        device.Write(buffers, offset);
    }

    public override void Flush() => device.Flush();

    public override void Dispose() => device.Dispose();

    private static void Throw(Func<Exception?>? failure)
    {
        if (failure?.Invoke() is Exception error)
        {
            throw error;
        }
    }
}
