using static TierPolicy.Traces.Tests.Accesses;

namespace TierPolicy.Traces.Tests;

public sealed class TraceWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nothing_stands_at_the_target_before_completion()
    {
        using TraceWriter writer = TraceWriter.Create(_folder["a.tptrace"]);
        writer.Write(Read(1));
        Assert.DoesNotContain("a.tptrace", _folder.Files);
    }

    [Fact]
    public void Only_the_target_is_left_after_completion()
    {
        WriteTo(_folder["a.tptrace"], [Read(1)]);
        Assert.Equal(["a.tptrace"], _folder.Files);
    }

    [Fact]
    public void Nothing_is_left_of_a_trace_that_was_not_completed()
    {
        using (TraceWriter writer = TraceWriter.Create(_folder["a.tptrace"], new TraceWriterOptions { BlockAccesses = 1 }))
        {
            writer.Write(Read(1));
        }

        Assert.Empty(_folder.Files);
    }

    [Fact]
    public void A_trace_that_was_not_completed_leaves_the_one_before_it_alone()
    {
        WriteTo(_folder["a.tptrace"], [Read(1)]);
        using (TraceWriter writer = TraceWriter.Create(_folder["a.tptrace"]))
        {
            writer.Write(Read(2));
        }

        Assert.Equal(["a.tptrace"], _folder.Files);
        Assert.Equal([Read(1)], ReadFrom(_folder["a.tptrace"]));
    }

    [Fact]
    public void A_completed_trace_takes_the_place_of_the_one_before_it()
    {
        WriteTo(_folder["a.tptrace"], [Read(1)]);
        WriteTo(_folder["a.tptrace"], [Read(2)]);
        Assert.Equal([Read(2)], ReadFrom(_folder["a.tptrace"]));
    }

    [Fact]
    public void Nothing_is_left_when_the_target_cannot_be_replaced()
    {
        Directory.CreateDirectory(_folder["a.tptrace"]);
        Assert.ThrowsAny<Exception>(() => WriteTo(_folder["a.tptrace"], [Read(1)]));
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public void What_is_no_file_is_not_replaced_by_one()
    {
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [_folder["pipe"]]))
        {
            mkfifo.WaitForExit();
        }

        File.CreateSymbolicLink(_folder["link"], _folder["pipe"]);
        foreach (string name in (string[])["pipe", "link"])
        {
            var e = Assert.Throws<IOException>(() => TraceWriter.Create(_folder[name]));
            Assert.StartsWith($"'{_folder[name]}' is a device, a pipe or a socket", e.Message, StringComparison.Ordinal);
        }

        Assert.Equal(["link", "pipe"], _folder.Files);
        File.CreateSymbolicLink(_folder["to a file"], _folder.Write("file"));
        WriteTo(_folder["to a file"], [Read(1)]);
    }

    [Fact]
    public void A_trace_in_a_missing_folder_is_refused_at_once() =>
        Assert.ThrowsAny<IOException>(() => TraceWriter.Create(Path.Combine(_folder["none"], "a.tptrace")));

    [Fact]
    public void Nothing_can_be_written_after_completion()
    {
        using TraceWriter writer = TraceWriter.Create(_folder["a.tptrace"]);
        writer.Complete();
        Assert.Throws<ObjectDisposedException>(() => writer.Write(Read(1)));
        Assert.Throws<ObjectDisposedException>(writer.Complete);
    }

    [Fact]
    public void The_summary_grows_with_what_is_written()
    {
        using TraceWriter writer = TraceWriter.Create(_folder["a.tptrace"]);
        writer.Write([Read(1), Write(1), Write(2)]);
        Assert.Equal(new TraceSummary(3, 2, 2), writer.Summary);
    }
}
