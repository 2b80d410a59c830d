namespace TierPolicy.Generator.Tests.Usage;

/// <summary>TP0503.</summary>
public sealed class SpanOutlivesLeaseTests
{
    private const string Message = "what 'lease' gave is used after it has ended: another page may be there by then";

    [Theory]
    [InlineData("void M() { ReadOnlySpan<byte> span; using (ReadLease lease = memory.Read(page)) { span = lease.Span; } Use([|span|]); }")]
    [InlineData("void M() { ReadLease lease = memory.Read(page); ReadOnlySpan<byte> span = lease.Span; lease.Dispose(); Use([|span|]); }")]
    [InlineData("void M() { WriteLease lease = memory.Write(page); Span<byte> span = lease.Span[4..]; lease.Dispose(); [|span|][0] = 1; }")]
    [InlineData("void M() { WriteLease lease = memory.Write(page); Span<byte> span = lease.Span; lease.Discard(); [|span|].Clear(); }")]
    [InlineData("void M() { ReadLease lease = memory.Read(page); var words = MemoryMarshal.Cast<byte, int>(lease.Span); lease.Dispose(); Console.Write([|words|][0]); }")]
    [InlineData("void M() { ReadLease lease = memory.Read(page); var all = lease.Span; var part = all.Slice(4, 4); lease.Dispose(); Use([|part|]); }")]
    [InlineData("void M(bool early) { ReadLease lease = memory.Read(page); var span = lease.Span; if (early) { lease.Dispose(); } Use([|span|]); if (!early) { lease.Dispose(); } }")]
    [InlineData("ReadOnlySpan<byte> M() { using ReadLease lease = memory.Read(page); return [|lease.Span|]; }")]
    [InlineData("ReadOnlySpan<byte> M() { using (ReadLease lease = memory.Read(page)) { return [|lease.Span[..16]|]; } }")]
    [InlineData("ReadOnlySpan<byte> M() { using ReadLease lease = memory.Read(page); var span = lease.Span; return [|span|]; }")]
    [InlineData("ReadOnlySpan<byte> M() { ReadLease lease = memory.Read(page); try { return [|lease.Span|]; } finally { lease.Dispose(); } }")]
    [InlineData("void M(out ReadOnlySpan<byte> span) { using ReadLease lease = memory.Read(page); span = [|lease.Span|]; }")]
    [InlineData("Action M() => () => { ReadLease lease = memory.Read(page); var span = lease.Span; lease.Dispose(); Use([|span|]); };")]
    public Task What_a_lease_gave_is_not_to_be_used_when_it_has_ended(string method) => UsageCode.Reports("TP0503", Message, method);

    [Theory]
    [InlineData("async Task<ReadOnlyMemory<byte>> M() { using PinnedPage lease = await memory.ReadAsync(page); return [|lease.Memory|]; }")]
    [InlineData("private ReadOnlyMemory<byte> _kept; async Task M() { using PinnedPage lease = await memory.ReadAsync(page); _kept = [|lease.Memory[..4]|]; }")]
    [InlineData("async Task M() { ReadOnlyMemory<byte> bytes; using (PinnedPage lease = await memory.ReadAsync(page)) { bytes = lease.Memory; } await Task.Yield(); Use([|bytes|].Span); }")]
    public Task Nor_what_a_pinned_page_gave(string method) => UsageCode.Reports("TP0503", Message, method);

    [Theory]
    [InlineData("void M() { using ReadLease lease = memory.Read(page); var span = lease.Span; Use(span); }")]
    [InlineData("byte M() { using ReadLease lease = memory.Read(page); return lease.Span[0]; }")]
    [InlineData("byte[] M() { using ReadLease lease = memory.Read(page); var span = lease.Span; return span[..4].ToArray(); }")]
    [InlineData("int M() { ReadLease lease = memory.Read(page); var span = lease.Span; int length = span.Length; lease.Dispose(); return length; }")]
    [InlineData("void M() { ReadOnlySpan<byte> span; using (ReadLease lease = memory.Read(page)) { span = lease.Span; Use(span); } span = default; Use(span); }")]
    [InlineData("void M() { ReadOnlySpan<byte> span = default; for (int i = 0; i < 3; i++) { using ReadLease lease = memory.Read(page); span = lease.Span; Use(span); } }")]
    [InlineData("void M() { for (int i = 0; i < 3; i++) { ReadLease lease = memory.Read(page); var span = lease.Span; Use(span); lease.Dispose(); } }")]
    [InlineData("void M() { using ReadLease lease = memory.Read(page); Span<byte> copy = new byte[4]; lease.Span[..4].CopyTo(copy); Use(copy); }")]
    [InlineData("ReadOnlySpan<byte> M(ReadLease lease) => lease.Span;")]
    [InlineData("ReadOnlySpan<byte> M(in ReadLease lease) { return lease.Span[..4]; }")]
    [InlineData("void M(ref ReadLease lease) { lease = memory.Read(page); Use(lease.Span); lease.Dispose(); }")]
    [InlineData("string M() { using ReadLease lease = memory.Read(page); return System.Text.Encoding.UTF8.GetString(lease.Span); }")]
    [InlineData("int M() { int n = 0; using (ReadLease lease = memory.Read(page)) { foreach (byte b in lease.Span) { n += b; } } return n; }")]
    [InlineData("void M(bool early) { ReadLease lease = memory.Read(page); var span = lease.Span; if (early) { lease.Dispose(); return; } Use(span); lease.Dispose(); }")]
    public Task While_it_is_open_all_is_well(string method) => UsageCode.IsFine(method);

    [Theory]
    [InlineData("async Task<byte> M() { using PinnedPage lease = await memory.ReadAsync(page); await Task.Yield(); return lease.Memory.Span[0]; }")]
    [InlineData("async Task M() { using PinnedPage lease = await memory.ReadAsync(page); ReadOnlyMemory<byte> bytes = lease.Memory; await Task.Yield(); Use(bytes.Span); }")]
    [InlineData("private PinnedPage? _lease; ReadOnlyMemory<byte> M() => _lease!.Memory;")]
    public Task And_across_an_await(string method) => UsageCode.IsFine(method);
}
