namespace TierPolicy.Traces;

/// <summary>Reads the end of a trace of version 2: after its last block, or before them where a file lets itself be read from its end.</summary>
internal static class TraceEndReader
{
    /// <summary>Reads the end's body and what follows it.</summary>
    /// <param name="input">The trace, right behind the end's frame.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="frameAt">Where the frame stands.</param>
    /// <param name="accesses">The accesses before it; null where nobody counted them.</param>
    /// <exception cref="TraceFormatException">It is cut short or corrupt, or something follows.</exception>
    public static TraceEnd Read(TraceInput input, TraceBlockFrame frame, long frameAt, long? accesses)
    {
        // As it comes: a length that is not true must not have memory taken for it.
        using var body = new MemoryStream();
        var piece = new byte[1 << 16];
        int read;
        while (body.Length < frame.PackedLength && (read = input.Read(piece.AsSpan(0, (int)Math.Min(piece.Length, frame.PackedLength - body.Length)))) > 0)
        {
            body.Write(piece, 0, read);
        }

        ReadOnlySpan<byte> bytes = body.GetBuffer().AsSpan(0, (int)body.Length);
        if (bytes.Length < frame.PackedLength)
        {
            throw new TraceFormatException(input.Name, input.Position, $"expected an index of {frame.PackedLength} bytes, found the end of the file after {bytes.Length}");
        }

        TraceEnd? end = TraceEnd.Parse(bytes);
        if (end is null || !frame.Covers(bytes, accesses ?? end.Accesses))
        {
            throw new TraceFormatException(input.Name, frameAt, "expected the end of the trace with the checksum that its frame says; it is corrupt");
        }

        Span<byte> trailer = stackalloc byte[TraceEnd.TrailerLength + 1];
        long trailerAt = input.Position;
        int length = input.Read(trailer);
        return length == TraceEnd.TrailerLength && TraceEnd.ParseTrailer(trailer[..length]) == frameAt
            ? end
            : throw new TraceFormatException(input.Name, trailerAt, "expected the last 16 bytes of a trace, which say where its end begins, and then nothing");
    }

    /// <summary>Finds the end of a file by its last bytes, and reads it.</summary>
    /// <exception cref="TraceFormatException">It is not there: the file was cut short.</exception>
    public static TraceEnd ReadFromEnd(TraceInput input, long length)
    {
        Span<byte> trailer = stackalloc byte[TraceEnd.TrailerLength];
        input.Position = Math.Max(TraceHeader.Length, length - trailer.Length);
        int read = input.Read(trailer);
        if (TraceEnd.ParseTrailer(trailer[..read]) is not { } frameAt || frameAt < TraceHeader.Length || frameAt > length - trailer.Length - TraceBlockFrame.Length)
        {
            throw new TraceFormatException(input.Name, Math.Max(TraceHeader.Length, length - trailer.Length), "expected the last 16 bytes of a trace; the file is cut short or corrupt");
        }

        Span<byte> frameBytes = stackalloc byte[TraceBlockFrame.Length];
        input.Position = frameAt;
        input.ReadExactly(frameBytes);
        TraceBlockFrame frame = TraceBlockFrame.Parse(input.Name, frameAt, frameBytes, mayEnd: true);
        return frame.Accesses == 0
            ? Read(input, frame, frameAt, accesses: null)
            : throw new TraceFormatException(input.Name, frameAt, "expected the end of the trace, found a block");
    }
}
