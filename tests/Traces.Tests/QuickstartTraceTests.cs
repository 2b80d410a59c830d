using System.Globalization;
using Xunit.Abstractions;
using static TierPolicy.Traces.Tests.Accesses;

namespace TierPolicy.Traces.Tests;

/// <summary>
/// Whatever trace is recorded for the Quickstart, its comparison needs these of it. The output has the numbers
/// of the trace's README.
/// </summary>
public sealed class QuickstartTraceTests(ITestOutputHelper output)
{
    private static readonly string TracePath = FindTrace();
    private static readonly TraceAccess[] Trace = ReadFrom(TracePath);

    [Fact]
    public void It_is_long_and_wide_and_yet_small_enough_to_be_committed()
    {
        TraceSummary summary = Summarize(Trace);
        long size = new FileInfo(TracePath).Length;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.Accesses:n0} accesses, {summary.DistinctPages:n0} pages, {summary.Writes:n0} writes, {size:n0} bytes"));
        Assert.InRange(summary.Accesses, 1_000_000, long.MaxValue);
        Assert.InRange(summary.DistinctPages, 10_000, long.MaxValue);
        Assert.InRange(size, 0, 2_000_000);
        Assert.Equal(summary, TraceFile.Summarize(TracePath));
    }

    [Fact]
    public void Many_pages_are_first_read_and_many_first_written()
    {
        int pages = (int)Summarize(Trace).DistinctPages;
        int firstWritten = Trace.DistinctBy(a => a.Page).Count(a => a.IsWrite);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{pages - firstWritten:n0} pages first read, {firstWritten:n0} first written"));
        Assert.InRange(firstWritten, pages * 0.15, pages * 0.85);
    }

    [Fact]
    public void A_tenth_of_the_footprint_reloads_much_and_half_of_it_reloads_little()
    {
        int pages = (int)Summarize(Trace).DistinctPages;
        var reloads = new Dictionary<int, int>();
        foreach (int percent in (int[])[5, 10, 20, 30, 40, 50, 80])
        {
            reloads[percent] = LruReloads.Count(Trace, pages * percent / 100);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{percent} %: {reloads[percent]:n0} reloads"));
        }

        Assert.InRange(reloads[10], 20_000, int.MaxValue);
        Assert.InRange(reloads[50], 1_000, reloads[10] / 4);
    }

    private static string FindTrace()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "samples", "Quickstart", "traces", "shop.tptrace");
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new FileNotFoundException("samples/Quickstart/traces/shop.tptrace is not above the tests.");
    }
}
