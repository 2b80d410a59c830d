namespace TierPolicy.Generator.Tests.Usage;

/// <summary>TP0505.</summary>
public sealed class WaitWithWriteLeaseTests
{
    [Theory]
    [InlineData("Wait", "void M(Task task) { using WriteLease lease = memory.Write(page); [|task.Wait()|]; }")]
    [InlineData("Result", "void M(Task<byte> task) { using (WriteLease lease = memory.Write(page)) { lease.Span[0] = [|task.Result|]; } }")]
    [InlineData("GetResult", "void M(Task<byte> task) { using WriteLease lease = memory.Write(page); lease.Span[0] = [|task.GetAwaiter().GetResult()|]; }")]
    [InlineData("GetResult", "void M(ValueTask<byte> task) { using WriteLease lease = memory.Write(page); lease.Span[0] = [|task.ConfigureAwait(false).GetAwaiter().GetResult()|]; }")]
    [InlineData("WaitAll", "void M(Task one, Task two) { using WriteLease lease = memory.Write(page); [|Task.WaitAll(one, two)|]; }")]
    [InlineData("Sleep", "void M() { using WriteLease lease = memory.Write(page); [|Thread.Sleep(10)|]; }")]
    [InlineData("Join", "void M(Thread thread) { using WriteLease lease = memory.Write(page); [|thread.Join()|]; }")]
    [InlineData("Wait", "void M(SemaphoreSlim gate) { using WriteLease lease = memory.Write(page); [|gate.Wait()|]; }")]
    [InlineData("WaitOne", "void M(ManualResetEvent signal) { using WriteLease lease = memory.Write(page); [|signal.WaitOne()|]; }")]
    public Task A_wait_with_a_page_in_hand_is_reported(string call, string method)
        => UsageCode.Reports(
            "TP0505",
            $"'{call}' holds the thread while 'lease' holds its page: other writers of the page wait too, perhaps those that are waited for",
            method);

    [Theory]
    [InlineData("void M(Task task) { task.Wait(); using WriteLease lease = memory.Write(page); lease.Span.Clear(); }")]
    [InlineData("void M(Task task) { using (WriteLease lease = memory.Write(page)) { lease.Span.Clear(); } task.Wait(); }")]
    [InlineData("void M(Task task) { using WriteLease lease = memory.Write(page); lease.Dispose(); task.Wait(); }")]
    [InlineData("void M(Task task) { using ReadLease lease = memory.Read(page); task.Wait(); }")]
    [InlineData("void M(Task<byte> task) { using WriteLease lease = memory.Write(page); if (task.IsCompletedSuccessfully) { lease.Span[0] = task.Result; } }")]
    [InlineData("void M(SemaphoreSlim gate) { using WriteLease lease = memory.Write(page); if (gate.Wait(0)) { gate.Release(); } }")]
    [InlineData("void M(Task task) { using WriteLease lease = memory.Write(page); Action later = () => task.Wait(); _ = later; }")]
    [InlineData("void M() { using WriteLease lease = memory.Write(page); lock (this) { lease.Span.Clear(); } }")]
    public Task Without_one_it_is_not(string method) => UsageCode.IsFine(method);
}
