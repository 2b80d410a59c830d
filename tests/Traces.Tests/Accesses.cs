using CsCheck;

namespace TierPolicy.Traces.Tests;

/// <summary>Short ways to name accesses, and arbitrary ones.</summary>
internal static class Accesses
{
    public static Gen<TraceAccess[]> Any { get; } =
        Gen.Select(
            Gen.OneOf(Gen.ULong, Gen.ULong[0, 100], Gen.ULong[ulong.MaxValue - 3, ulong.MaxValue]),
            Gen.Bool,
            (page, isWrite) => new TraceAccess(page, isWrite)).Array[0, 300];

    public static TraceAccess Read(ulong page) => new(page, false);

    public static TraceAccess Write(ulong page) => new(page, true);

    public static TraceSummary Summarize(TraceAccess[] accesses) =>
        new(accesses.Length, accesses.Select(a => a.Page).Distinct().Count(), accesses.Count(a => a.IsWrite));

    public static TraceAccess[] ReadFrom(string path)
    {
        using TraceReader reader = TraceFile.Open(path);
        return [.. reader.ReadAll()];
    }

    public static void WriteTo(string path, TraceAccess[] accesses, TraceWriterOptions? options = null)
    {
        using TraceWriter writer = TraceWriter.Create(path, options);
        writer.Write(accesses);
        writer.Complete();
    }
}
