using TierPolicy.Language.Diagnostics;
using static TierPolicy.Language.Tests.Diagnostics.Marked;
using static TierPolicy.Language.Tests.Diagnostics.Samples;

namespace TierPolicy.Language.Tests.Binding;

/// <summary>One mistake hides no other, but nothing is said of what depends on it.</summary>
public class PartlyBoundTests
{
    [Theory]
    [InlineData("keep when page.nothing; assert Dram0 -> Cxl1 -> none;", "TP0208")]
    [InlineData("domain A { nodes Nowhere; } assert Dram0 -> Cxl1 -> none;", "TP0208")]
    [InlineData("keep Nowhere; discard *; keep Dram0;", "TP0309")]
    [InlineData("keep when page.dirty; keep when page.nothing; expect Dram0 { dirty; } -> discard;", "TP0209")]
    [InlineData("reclaim nothing; keep *; expect Dram0 { } -> discard;", "TP0209")]
    [InlineData("promote Nowhere -> Fast; keep *; expect Dram0 { } -> discard;", "TP0209")]
    [InlineData("proactive * when page.nothing; keep *; expect Dram0 { } -> discard;", "TP0209")]
    [InlineData("proactive * when page.nothing; promote Slow -> Fast; promote Cxl0 -> Dram0;", "TP0309")]
    public void What_bound_is_checked_though_something_else_did_not(string body, string id)
    {
        Assert.Contains(Found(body), found => found.Id == "TP0020");
        Assert.Contains(Found(body), found => found.Id == id);
    }

    [Theory]
    [InlineData("keep when page.nothing; discard *; expect Dram0 { } -> keep;")]
    [InlineData("keep when page.nothing; expect Dram0 { } -> keep;")]
    [InlineData("domain A { nodes Nowhere; } demote Dram0 when page.domain == A; expect Dram0 { domain A; } -> keep;")]
    [InlineData("order nothing; assert Dram0 -> none;")]
    [InlineData("order nothing; discard *; expect Dram0 { } -> keep;")]
    [InlineData("order manual; demote Fast -> Nowhere; assert Dram0 -> Cxl1;")]
    [InlineData("keep when page.nothing;")]
    public void Of_what_depends_on_a_mistake_nothing_is_said(string body) => Assert.Equal("TP0020", Assert.Single(Found(body)).Id);

    private static Diagnostic[] Found(string body) => [.. Bind(InPolicy(body)).Diagnostics];
}
