namespace TierPolicy.Traces;

/// <summary>The accesses of one block, unpacked, and how far they were taken.</summary>
internal sealed class TraceBlockBuffer
{
    private TraceAccess[] _accesses = [];
    private byte[] _packed = [];
    private byte[] _unpacked = [];
    private int _count;
    private int _taken;

    public int Left => _count - _taken;

    public bool IsEmpty => Left == 0;

    public void Clear() => _taken = _count;

    public int Take(Span<TraceAccess> accesses)
    {
        int count = Math.Min(accesses.Length, Left);
        _accesses.AsSpan(_taken, count).CopyTo(accesses);
        _taken += count;
        return count;
    }

    /// <summary>Reads the block whose frame was just read.</summary>
    public Span<TraceAccess> Fill(TraceInput input, TraceBlockFrame frame, long frameAt, TraceColumns columns, long seed)
    {
        Span<byte> packed = SpanOf(ref _packed, frame.PackedLength);
        int packedLength = input.Read(packed);
        if (packedLength < packed.Length)
        {
            throw new TraceFormatException(
                input.Name, input.Position, $"expected a block of {packed.Length} bytes, found the end of the file after {packedLength}");
        }

        if (!frame.Covers(packed, seed))
        {
            throw new TraceFormatException(input.Name, frameAt, "expected a block with the checksum that its frame says; it is corrupt");
        }

        Span<byte> unpacked = SpanOf(ref _unpacked, frame.UnpackedLength);
        Span<TraceAccess> block = SpanOf(ref _accesses, frame.Accesses);
        if (!TraceBlockCodec.TryUnpack(packed, unpacked) || !TraceBlockCodec.TryDecode(unpacked, columns, block))
        {
            throw new TraceFormatException(
                input.Name, frameAt, $"expected a block that unpacks to {frame.UnpackedLength} bytes and {frame.Accesses} accesses");
        }

        _count = frame.Accesses;
        _taken = 0;
        return block;
    }

    private static Span<T> SpanOf<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = new T[length];
        }

        return array.AsSpan(0, length);
    }
}
