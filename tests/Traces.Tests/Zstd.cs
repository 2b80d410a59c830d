using ZstdSharp;

namespace TierPolicy.Traces.Tests;

/// <summary>Packs with zstd, checksum included as the command line tool does.</summary>
internal static class Zstd
{
    public static byte[] Pack(byte[] bytes)
    {
        using var compressor = new Compressor();
        compressor.SetParameter(ZstdSharp.Unsafe.ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        return compressor.Wrap(bytes).ToArray();
    }
}
