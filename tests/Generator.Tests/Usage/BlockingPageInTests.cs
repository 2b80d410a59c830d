namespace TierPolicy.Generator.Tests.Usage;

/// <summary>TP0504.</summary>
public sealed class BlockingPageInTests
{
    [Theory]
    [InlineData("M", "async Task M() { await Task.Yield(); using ReadLease lease = memory.[|Read|](page); }")]
    [InlineData("M", "async ValueTask<byte> M() { byte first; using (ReadLease lease = memory.[|Read|](page)) { first = lease.Span[0]; } await Task.Yield(); return first; }")]
    [InlineData("Local", "void M() { _ = Local(); async Task Local() { await Task.Yield(); using var lease = memory.[|Read|](page); } }")]
    [InlineData("the lambda", "Func<Task> M() => async () => { await Task.Yield(); using var lease = memory.[|Read|](page); };")]
    public Task A_read_in_async_code_is_reported_where_there_is_another_way(string name, string method)
        => UsageCode.Reports("TP0504", $"'{name}' is async, and 'Read' holds its thread while the page comes up; 'ReadAsync' does not", method);

    [Theory]
    [InlineData("void M() { using ReadLease lease = memory.Read(page); }")]
    [InlineData("Task M() { using ReadLease lease = memory.Read(page); return Task.CompletedTask; }")]
    [InlineData("async Task M() { await Task.Yield(); lock (this) { using ReadLease lease = memory.Read(page); } }")]
    [InlineData("async Task M() { await Task.Yield(); Action read = () => { using ReadLease lease = memory.Read(page); }; read(); }")]
    [InlineData("async Task M() { await Task.Yield(); Local(); void Local() { using ReadLease lease = memory.Read(page); } }")]
    [InlineData("async Task M() { using PinnedPage lease = await memory.ReadAsync(page); }")]
    [InlineData("async Task M() { await Task.Yield(); using WriteLease lease = memory.Write(page); }")]
    public Task Elsewhere_it_is_not(string method) => UsageCode.IsFine(method);
}
