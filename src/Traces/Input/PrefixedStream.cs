namespace TierPolicy.Traces;

/// <summary>What was already read of a stream that cannot go back, and then the stream.</summary>
internal sealed class PrefixedStream(byte[] prefix, Stream rest) : ReadOnlyStream
{
    private int _read;

    public override int Read(Span<byte> buffer)
    {
        if (_read == prefix.Length)
        {
            return rest.Read(buffer);
        }

        int count = Math.Min(buffer.Length, prefix.Length - _read);
        prefix.AsSpan(_read, count).CopyTo(buffer);
        _read += count;
        return count;
    }
}
