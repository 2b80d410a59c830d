namespace TierPolicy.Generator.Tests.Usage;

/// <summary>TP0502.</summary>
public sealed class LeaseCopiedTests
{
    private const string Message = "'lease' is copied, and ended here too: a lease that ends twice gives away what others use";

    [Theory]
    [InlineData("void M() { using ReadLease lease = memory.Read(page); ReadLease copy = [|lease|]; Use(copy.Span); }")]
    [InlineData("void M() { using (ReadLease lease = memory.Read(page)) { var copy = [|lease|]; copy.Dispose(); } }")]
    [InlineData("void M() { ReadLease lease = memory.Read(page); ReadLease copy = [|lease|]; Use(copy.Span); lease.Dispose(); }")]
    [InlineData("void M() { using ReadLease lease = memory.Read(page); ReadLease copy; copy = [|lease|]; Use(copy.Span); }")]
    [InlineData("void M() { using ReadLease lease = memory.Read(page); Pass([|lease|]); }")]
    [InlineData("ReadLease M() { using ReadLease lease = memory.Read(page); return [|lease|]; }")]
    [InlineData("static void Take(WriteLease lease) { } void M() { using WriteLease lease = memory.Write(page); Take([|lease|]); }")]
    public Task A_lease_that_is_copied_and_ended_is_reported(string method) => UsageCode.Reports("TP0502", Message, method);

    [Theory]
    [InlineData("void M() { using ReadLease lease = memory.Read(page); PassIn(in lease); PassIn(lease); }")]
    [InlineData("void M() { ReadLease lease = memory.Read(page); PassRef(ref lease); }")]
    [InlineData("void M() { ReadLease lease = memory.Read(page); ref ReadLease same = ref lease; same.Dispose(); lease.Dispose(); }")]
    [InlineData("void M() { ReadLease lease = memory.Read(page); Pass(lease); }")]
    [InlineData("ReadLease M() { ReadLease lease = memory.Read(page); return lease; }")]
    [InlineData("void M() { ReadLease current = memory.Read(page); ReadLease next = memory.Read(other); current.Dispose(); current = next; current.Dispose(); }")]
    [InlineData("void M() { using ReadLease lease = memory.Read(page); int node = lease.NodeId; Use(lease.Span); }")]
    public Task A_lease_that_changes_hands_or_is_passed_by_reference_is_not(string method) => UsageCode.IsFine(method);

    [Fact]
    public Task A_pinned_page_is_an_object_and_has_no_copies()
        => UsageCode.IsFine("async Task M() { using PinnedPage pinned = await memory.ReadAsync(page); PinnedPage same = pinned; await Task.Yield(); }");
}
