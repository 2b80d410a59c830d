namespace TierPolicy.Tool.Beginning;

/// <summary>What a first policy is made from, in the words of the language.</summary>
internal sealed record Answers
{
    public string Namespace { get; init; } = "";

    public string Topology { get; init; } = "Machine";

    public string Policy { get; init; } = "Cache";

    public string Page { get; init; } = "64KiB";

    /// <summary>The capacity of the ordinary memory.</summary>
    public string Dram { get; init; } = "4GiB";

    /// <summary>The capacity of the slower memory, "" for none.</summary>
    public string Cxl { get; init; } = "16GiB";

    /// <summary>The capacity of the pages kept in a file, "" for none.</summary>
    public string File { get; init; } = "";

    public string FilePath { get; init; } = "pages.tier";

    /// <summary>The capacity of the swap file: without one, pages that have no copy elsewhere can never leave the machine.</summary>
    public string Swap { get; init; } = "8GiB";

    public string SwapPath { get; init; } = "swap.tier";
}
