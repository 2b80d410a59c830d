using System.IO.Compression;
using ZstdSharp;

namespace TierPolicy.Traces;

/// <summary>Where a trace is written: a file that takes its place when it is whole, packed as its name says, or standard output.</summary>
internal sealed class TraceOutput : IDisposable
{
    private readonly OutputFile? _file;

    private TraceOutput(OutputFile? file, Stream stream)
    {
        _file = file;
        Stream = stream;
    }

    public Stream Stream { get; }

    /// <param name="path">The target; <c>-</c> for standard output.</param>
    public static TraceOutput Create(string path)
    {
        if (path == TraceInput.StandardInput)
        {
            return new TraceOutput(null, new BufferedStream(Console.OpenStandardOutput(), 1 << 16));
        }

        var file = new OutputFile(path);
        return new TraceOutput(file, TraceRecognition.WrappingOfName(path) switch
        {
            TraceWrapping.Gzip => new GZipStream(file.Stream, CompressionLevel.Optimal, leaveOpen: true),
            TraceWrapping.Zstd => Zstd(file.Stream),
            _ => file.Stream,
        });
    }

    /// <summary>Writes what is still on its way, and moves the file into place.</summary>
    public void Complete()
    {
        Stream.Flush();
        if (_file is not null && Stream != _file.Stream)
        {
            Stream.Dispose();
        }

        _file?.Complete();
    }

    public void Dispose()
    {
        try
        {
            if (_file is null || Stream != _file.Stream)
            {
                Stream.Dispose();
            }
        }
        finally
        {
            // Also where what packs it cannot write its last bytes: a disk that is full is not to stay so.
            _file?.Dispose();
        }
    }

    private static CompressionStream Zstd(Stream stream)
    {
        var zstd = new CompressionStream(stream, leaveOpen: true);

        // As the command line tool does: without it a changed bit may pass.
        zstd.SetParameter(ZstdSharp.Unsafe.ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        return zstd;
    }
}
