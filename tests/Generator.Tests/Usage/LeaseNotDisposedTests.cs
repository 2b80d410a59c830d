using TierPolicy.Generator.Tests.Hosting;

namespace TierPolicy.Generator.Tests.Usage;

/// <summary>TP0501.</summary>
public sealed class LeaseNotDisposedTests
{
    private const string Lost = "this ReadLease is not disposed: its frame is never given back";
    private const string LostOnAWay = "this ReadLease is not disposed on every way out: its frame is never given back";

    [Theory]
    [InlineData("void M() { [|memory.Read(page)|]; }")]
    [InlineData("void M() { _ = [|memory.Read(page)|]; }")]
    [InlineData("byte M() => [|memory.Read(page)|].Span[0];")]
    [InlineData("int M() { return [|memory.Read(page)|].NodeId; }")]
    [InlineData("void M() { Use([|memory.Read(page)|].Span); }")]
    [InlineData("void M() { ReadLease lease = [|memory.Read(page)|]; Use(lease.Span); }")]
    [InlineData("void M() { var lease = [|memory.Read(page)|]; PassIn(in lease); }")]
    [InlineData("void M() { ReadLease lease; lease = [|memory.Read(page)|]; Use(lease.Span); }")]
    [InlineData("Action M() => () => { ReadLease lease = [|memory.Read(page)|]; Use(lease.Span); };")]
    [InlineData("void M() { Local(); void Local() { ReadLease lease = [|memory.Read(page)|]; Use(lease.Span); } }")]
    [InlineData("void M() { while (true) { ReadLease lease = [|memory.Read(page)|]; if (lease.NodeId == 0) { break; } } }")]
    [InlineData("ReadLease Open() => memory.Read(page); byte M() => [|Open()|].Span[0];")]
    public Task A_lease_that_nobody_ends_is_reported(string method) => UsageCode.Reports("TP0501", Lost, method);

    [Theory]
    [InlineData("void M(bool early) { ReadLease lease = [|memory.Read(page)|]; if (early) { return; } lease.Dispose(); }")]
    [InlineData("int M(int n) { ReadLease lease = [|memory.Read(page)|]; if (n > lease.NodeId) { return n; } lease.Dispose(); return 0; }")]
    [InlineData("void M() { for (int i = 0; i < 9; i++) { ReadLease lease = [|memory.Read(page)|]; if (i == 3) { continue; } lease.Dispose(); } }")]
    [InlineData("void M() { ReadLease lease = [|memory.Read(page)|]; lease = memory.Read(other); lease.Dispose(); }")]
    public Task A_lease_that_is_not_ended_on_a_way_out_is_reported(string method) => UsageCode.Reports("TP0501", LostOnAWay, method);

    [Fact]
    public Task What_a_lost_write_lease_costs_is_said()
        => UsageCode.Reports("TP0501", "this WriteLease is not disposed: nothing is published, and later writers of the page wait for ever", "void M() { [|memory.Write(page)|].Span[0] = 1; }");

    [Theory]
    [InlineData("async Task M() { await [|memory.ReadAsync(page)|]; }", false)]
    [InlineData("async Task<byte> M() { PinnedPage pinned = [|await memory.ReadAsync(page)|]; return pinned.Memory.Span[0]; }", true)]
    [InlineData("async Task<byte> M() => ([|await memory.ReadAsync(page).ConfigureAwait(false)|]).Memory.Span[0];", true)]
    public Task A_pinned_page_too(string method, bool isMarked)
        => UsageCode.Reports(
            "TP0501",
            "this PinnedPage is not disposed: its frame is never given back",
            isMarked ? method : method.Replace("await [|memory.ReadAsync(page)|]", "[|await memory.ReadAsync(page)|]", StringComparison.Ordinal));

    [Theory]
    [InlineData("void M() { using (memory.Read(page)) { } }")]
    [InlineData("void M() { using ReadLease lease = memory.Read(page); Use(lease.Span); }")]
    [InlineData("void M() { using (ReadLease lease = memory.Read(page)) { Use(lease.Span); } }")]
    [InlineData("void M() { using (ReadLease one = memory.Read(page), two = memory.Read(other)) { Use(one.Span); } }")]
    [InlineData("void M() { ReadLease lease = memory.Read(page); Use(lease.Span); lease.Dispose(); }")]
    [InlineData("void M() { ReadLease lease = memory.Read(page); try { Use(lease.Span); } finally { lease.Dispose(); } }")]
    [InlineData("int M() { ReadLease lease = memory.Read(page); try { return lease.NodeId; } finally { lease.Dispose(); } }")]
    [InlineData("void M() { ReadLease lease = memory.Read(page); if (lease.NodeId == 1) { lease.Dispose(); return; } lease.Dispose(); }")]
    [InlineData("void M() { ReadLease lease = memory.Read(page); if (lease.NodeId == 1) { throw new Exception(); } lease.Dispose(); }")]
    [InlineData("void M(bool take) { ReadLease lease = default; if (take) { lease = memory.Read(page); } if (take) { lease.Dispose(); } }")]
    [InlineData("void M(bool take) { ReadLease lease = default; try { if (take) { lease = memory.Read(page); } } finally { lease.Dispose(); } }")]
    [InlineData("void M() { WriteLease lease = memory.Write(page); lease.Discard(); }")]
    [InlineData("void M() { memory.Read(page).Dispose(); memory.Write(page).Discard(); }")]
    [InlineData("ReadLease M() => memory.Read(page);")]
    [InlineData("ReadLease M() { ReadLease lease = memory.Read(page); Use(lease.Span); return lease; }")]
    [InlineData("ReadLease M(bool first) => first ? memory.Read(page) : memory.Read(other);")]
    [InlineData("void M() { Pass(memory.Read(page)); ReadLease lease = memory.Read(page); Pass(lease); }")]
    [InlineData("void M() { ReadLease lease = memory.Read(page); PassRef(ref lease); }")]
    [InlineData("void M(out ReadLease lease) { lease = memory.Read(page); }")]
    [InlineData("void M() { ReadLease lease = memory.Read(page); using (lease) { Use(lease.Span); } }")]
    [InlineData("void M() { ReadLease current = memory.Read(page); for (int i = 0; i < 3; i++) { ReadLease next = memory.Read(other); current.Dispose(); current = next; } current.Dispose(); }")]
    [InlineData("ref struct Holder { public ReadLease Lease; } void M() { Holder holder = new() { Lease = memory.Read(page) }; holder.Lease.Dispose(); }")]
    public Task A_lease_that_is_ended_or_handed_on_is_not(string method) => UsageCode.IsFine(method);

    [Theory]
    [InlineData("async Task M() { using PinnedPage pinned = await memory.ReadAsync(page); await Task.Yield(); }")]
    [InlineData("async Task M() { using (await memory.ReadAsync(page)) { await Task.Yield(); } }")]
    [InlineData("async Task M() { PinnedPage? pinned = null; try { pinned = await memory.ReadAsync(page); } finally { pinned?.Dispose(); } }")]
    [InlineData("async Task M() { PinnedPage pinned = await memory.ReadAsync(page); try { await Task.Yield(); } finally { pinned.Dispose(); } }")]
    [InlineData("async Task M() { PinnedPage pinned = await memory.ReadAsync(page); await Task.Yield(); if (pinned is not null) { pinned.Dispose(); } }")]
    [InlineData("private PinnedPage? _kept; async Task M() { _kept = await memory.ReadAsync(page); }")]
    [InlineData("async Task M() { PinnedPage pinned = await memory.ReadAsync(page); _ = Task.Run(() => pinned.Dispose()); }")]
    [InlineData("async Task<PinnedPage> M() => await memory.ReadAsync(page); ValueTask<PinnedPage> N() => memory.ReadAsync(page);")]
    [InlineData("async Task M(System.Collections.Generic.List<PinnedPage> all) { all.Add(await memory.ReadAsync(page)); PinnedPage one = await memory.ReadAsync(page); all.Add(one); }")]
    [InlineData("async Task M() { IDisposable pinned = await memory.ReadAsync(page); pinned.Dispose(); }")]
    public Task Nor_is_a_pinned_page(string method) => UsageCode.IsFine(method);

    [Fact]
    public async Task Without_the_runtime_nothing_is_looked_at()
    {
        PolicyProject project = PolicyProject.OfCSharp("public ref struct ReadLease { public void Dispose() { } } public class C { ReadLease Read() => default; void M() { Read(); } }");
        Assert.Empty(await (project with { HasRuntime = false }).Analyze());
    }

    [Fact]
    public async Task A_pragma_silences_it()
        => await UsageCode.IsFine("void M()\n{\n#pragma warning disable TP0501\nmemory.Read(page);\n#pragma warning restore TP0501\n}");
}
