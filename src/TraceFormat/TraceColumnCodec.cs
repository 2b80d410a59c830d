namespace TierPolicy.Traces;

/// <summary>How each column is written within a block. <c>docs/trace-format.md</c> tells the same.</summary>
internal static class TraceColumnCodec
{
    /// <summary>A page and a time are numbers of 64 bits, a size is one of 32; a write, a kind, a domain and a tag take two bytes each at most.</summary>
    public const int MaxBytesAnAccess = (2 * Varint.MaxLength) + 5 + (4 * 2);

    /// <summary>What stands before columns, and the number of one that has the same throughout.</summary>
    public const int MaxBytesBesides = 4 * (1 + Varint.MaxLength);

    private const byte AllTheSame = 0;
    private const byte OneByOne = 1;

    /// <summary>Each page as the difference from the one before it, zigzag.</summary>
    public static int EncodePages(ReadOnlySpan<TraceAccess> accesses, Span<byte> bytes, int at)
    {
        ulong previous = 0;
        foreach (ref readonly TraceAccess access in accesses)
        {
            at = Varint.Write(Varint.Zigzag(unchecked((long)(access.Page - previous))), bytes, at);
            previous = access.Page;
        }

        return at;
    }

    public static bool TryDecodePages(ReadOnlySpan<byte> bytes, ref int at, Span<TraceAccess> accesses)
    {
        ulong previous = 0;
        for (int i = 0; i < accesses.Length; i++)
        {
            if (!Varint.TryRead(bytes, ref at, out ulong zigzag))
            {
                return false;
            }

            previous = unchecked(previous + (ulong)Varint.Unzigzag(zigzag));
            accesses[i] = new TraceAccess(previous, false);
        }

        return true;
    }

    /// <summary>One bit an access, low first.</summary>
    public static int EncodeWrites(ReadOnlySpan<TraceAccess> accesses, Span<byte> bytes, int at)
    {
        Span<byte> bits = bytes.Slice(at, BitsLength(accesses.Length));
        bits.Clear();
        for (int i = 0; i < accesses.Length; i++)
        {
            bits[i >> 3] |= (byte)((accesses[i].IsWrite ? 1 : 0) << (i & 7));
        }

        return at + bits.Length;
    }

    public static bool TryDecodeWrites(ReadOnlySpan<byte> bytes, ref int at, Span<TraceAccess> accesses)
    {
        int length = BitsLength(accesses.Length);
        if (bytes.Length - at < length)
        {
            return false;
        }

        ReadOnlySpan<byte> bits = bytes.Slice(at, length);
        for (int i = 0; i < accesses.Length; i++)
        {
            if (((bits[i >> 3] >> (i & 7)) & 1) != 0)
            {
                accesses[i] = accesses[i] with { IsWrite = true };
            }
        }

        at += length;
        return true;
    }

    /// <summary>A small number an access; once for all of them where it is always the same, as it mostly is.</summary>
    public static int EncodeNumbers(ReadOnlySpan<TraceAccess> accesses, Func<TraceAccess, uint> numberOf, Span<byte> bytes, int at)
    {
        uint first = numberOf(accesses[0]);
        int same = 1;
        while (same < accesses.Length && numberOf(accesses[same]) == first)
        {
            same++;
        }

        if (same == accesses.Length)
        {
            bytes[at++] = AllTheSame;
            return Varint.Write(first, bytes, at);
        }

        bytes[at++] = OneByOne;
        foreach (TraceAccess access in accesses)
        {
            at = Varint.Write(numberOf(access), bytes, at);
        }

        return at;
    }

    /// <summary>Reads a column of numbers, and returns false where one is larger than the column has.</summary>
    public static bool TryDecodeNumbers(
        ReadOnlySpan<byte> bytes, ref int at, Span<TraceAccess> accesses, ulong largest, Func<TraceAccess, ulong, TraceAccess> with)
    {
        if (at == bytes.Length || bytes[at] > OneByOne)
        {
            return false;
        }

        ulong number = 0;
        bool isSame = bytes[at++] == AllTheSame;
        if (isSame && (!Varint.TryRead(bytes, ref at, out number) || number > largest))
        {
            return false;
        }

        if (isSame && number == 0)
        {
            return true;
        }

        for (int i = 0; i < accesses.Length; i++)
        {
            if (!isSame && (!Varint.TryRead(bytes, ref at, out number) || number > largest))
            {
                return false;
            }

            accesses[i] = with(accesses[i], number);
        }

        return true;
    }

    /// <summary>Each time as what went by since the one before it; the first since the trace's beginning.</summary>
    public static int EncodeTimes(ReadOnlySpan<TraceAccess> accesses, Span<byte> bytes, int at)
    {
        long previous = 0;
        foreach (ref readonly TraceAccess access in accesses)
        {
            at = Varint.Write((ulong)(access.Time - previous), bytes, at);
            previous = access.Time;
        }

        return at;
    }

    public static bool TryDecodeTimes(ReadOnlySpan<byte> bytes, ref int at, Span<TraceAccess> accesses)
    {
        ulong time = 0;
        for (int i = 0; i < accesses.Length; i++)
        {
            if (!Varint.TryRead(bytes, ref at, out ulong passed) || passed > long.MaxValue - time)
            {
                return false;
            }

            time += passed;
            accesses[i] = accesses[i] with { Time = (long)time };
        }

        return true;
    }

    private static int BitsLength(int accesses) => (accesses + 7) / 8;
}
