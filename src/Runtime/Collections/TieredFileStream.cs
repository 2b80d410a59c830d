namespace TierPolicy.Collections;

/// <summary>A stream over a file that a tiered memory caches; see <see cref="TieredFile{TPolicy}.AsStream"/>.</summary>
internal sealed class TieredFileStream<TPolicy>(TieredFile<TPolicy> file) : Stream
    where TPolicy : struct, ITierPolicy
{
    private long _position;
    private bool _isClosed;

    public override bool CanRead => !_isClosed;

    public override bool CanSeek => !_isClosed;

    public override bool CanWrite => !_isClosed && file.IsWritable;

    public override long Length
    {
        get
        {
            RequireOpen();
            return file.Length;
        }
    }

    public override long Position
    {
        get
        {
            RequireOpen();
            return _position;
        }

        set
        {
            RequireOpen();
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        RequireOpen();
        int read = file.Read(_position, buffer);
        _position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    public override int ReadByte()
    {
        byte value = 0;
        return Read(new Span<byte>(ref value)) == 0 ? -1 : value;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        RequireOpen();
        int read = await file.ReadAsync(_position, buffer, cancellationToken).ConfigureAwait(false);
        _position += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        RequireOpen();
        file.Write(_position, buffer);
        _position += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsSpan(offset, count));
    }

    public override void WriteByte(byte value) => Write(new ReadOnlySpan<byte>(in value));

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        RequireOpen();
        await file.WriteAsync(_position, buffer, cancellationToken).ConfigureAwait(false);
        _position += buffer.Length;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The place is before the file's start.</exception>
    public override long Seek(long offset, SeekOrigin origin)
    {
        RequireOpen();
        long position = offset + origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => _position,
            SeekOrigin.End => file.Length,
            _ => throw new ArgumentOutOfRangeException(nameof(origin), origin, "A stream is sought from its begin, from where it is, or from its end."),
        };
        return position >= 0
            ? _position = position
            : throw new IOException(FormattableString.Invariant($"Byte {position} is before the start of the file."));
    }

    public override void SetLength(long value)
    {
        RequireOpen();
        if (value < file.Length)
        {
            throw new NotSupportedException(FormattableString.Invariant($"A {nameof(TieredFile<>)} only grows: it has {file.Length} bytes, and cannot be cut to {value}."));
        }

        file.Extend(value);
    }

    public override void Flush()
    {
        RequireOpen();
        file.Flush();
    }

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        RequireOpen();
        return file.FlushAsync(cancellationToken).AsTask();
    }

    protected override void Dispose(bool disposing)
    {
        _isClosed = true;
        base.Dispose(disposing);
    }

    private void RequireOpen() => Disposed.ThrowIf(_isClosed, this);
}
