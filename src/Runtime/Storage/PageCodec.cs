using System.Collections.Concurrent;
using K4os.Compression.LZ4;
using ZstdSharp;

namespace TierPolicy.Storage;

/// <summary>Makes pages smaller, and whole again. Safe from any thread.</summary>
internal abstract class PageCodec : IDisposable
{
    public static PageCodec Create(Codec codec) => codec == Codec.Zstd ? new Zstd() : new Lz4();

    /// <summary>Compresses a page.</summary>
    /// <returns>The bytes it takes; 0 where they do not fit <paramref name="to"/>.</returns>
    public abstract int Compress(ReadOnlySpan<byte> page, Span<byte> to);

    /// <summary>Makes a page whole again.</summary>
    /// <exception cref="IOException">The bytes are not what <see cref="Compress"/> gave.</exception>
    public abstract void Decompress(ReadOnlySpan<byte> compressed, Span<byte> page);

    public virtual void Dispose()
    {
    }

    private static void Require(bool isWhole)
    {
        if (!isWhole)
        {
            throw new IOException("the compressed contents cannot be made a page again");
        }
    }

    private sealed class Lz4 : PageCodec
    {
        public override int Compress(ReadOnlySpan<byte> page, Span<byte> to) => Math.Max(0, LZ4Codec.Encode(page, to));

        public override void Decompress(ReadOnlySpan<byte> compressed, Span<byte> page) => Require(LZ4Codec.Decode(compressed, page) == page.Length);
    }

    /// <summary>At its fastest level: a page is small, and a reader waits for it.</summary>
    private sealed class Zstd : PageCodec
    {
        private const int Level = 1;

        private readonly ConcurrentBag<Compressor> _compressors = [];
        private readonly ConcurrentBag<Decompressor> _decompressors = [];

        public override int Compress(ReadOnlySpan<byte> page, Span<byte> to)
        {
            Compressor compressor = _compressors.TryTake(out Compressor? free) ? free : new Compressor(Level);
            int written = compressor.TryWrap(page, to, out int bytes) ? bytes : 0;
            _compressors.Add(compressor);
            return written;
        }

        public override void Decompress(ReadOnlySpan<byte> compressed, Span<byte> page)
        {
            Decompressor decompressor = _decompressors.TryTake(out Decompressor? free) ? free : new Decompressor();
            try
            {
                Require(decompressor.TryUnwrap(compressed, page, out int bytes) && bytes == page.Length);
            }
            catch (ZstdException)
            {
                Require(isWhole: false);
            }
            finally
            {
                _decompressors.Add(decompressor);
            }
        }

        public override void Dispose()
        {
            foreach (Compressor compressor in _compressors)
            {
                compressor.Dispose();
            }

            foreach (Decompressor decompressor in _decompressors)
            {
                decompressor.Dispose();
            }
        }
    }
}
