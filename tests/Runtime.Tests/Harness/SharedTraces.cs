using System.Buffers.Binary;
using System.IO.Compression;

namespace TierPolicy.Runtime.Tests.Harness;

/// <summary>The real traces in <c>shared/traces</c> beside the project, where they are.</summary>
internal static class SharedTraces
{
    /// <summary>A file of the folder; null where there is none.</summary>
    public static string? Find(string name)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", "traces", name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    /// <summary>A trace's requests; null where there is no such trace, or it is larger than that in its file.</summary>
    public static TraceRequest[]? Load(string trace, long maxFileBytes = long.MaxValue)
    {
        if (Find($"{trace}.tp64.gz") is not string path || new FileInfo(path).Length > maxFileBytes)
        {
            return null;
        }

        using GZipStream gzip = new(File.OpenRead(path), CompressionMode.Decompress);
        using MemoryStream bytes = new();
        gzip.CopyTo(bytes);
        TraceRequest[] requests = new TraceRequest[bytes.Length / 8];
        for (int i = 0; i < requests.Length; i++)
        {
            long record = BinaryPrimitives.ReadInt64LittleEndian(bytes.GetBuffer().AsSpan(i * 8));
            requests[i] = new TraceRequest(record & long.MaxValue, record < 0);
        }

        return requests;
    }
}

/// <summary>A request of a trace.</summary>
internal readonly record struct TraceRequest(long Page, bool IsWrite);
