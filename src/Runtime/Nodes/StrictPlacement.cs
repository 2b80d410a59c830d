using TierPolicy.Linux;

namespace TierPolicy.Nodes;

/// <summary>Gets memory of one NUMA node, or none.</summary>
internal static class StrictPlacement
{
    /// <summary>Has memory be there that is preferred on a node, and binds it to the node, if all of it lies there; else gives it back.</summary>
    /// <returns>Null, or why not.</returns>
    public static string? TryPlace(nint start, nuint bytes, int node)
    {
        string? reason = TryPopulate(start, bytes, node);
        if (reason is not null)
        {
            // A huge page that the node has no room for in one piece comes from another one. In small pieces it may have.
            MemoryAdvice.UseSmallPages(start, bytes);
            reason = TryPopulate(start, bytes, node);
            MemoryAdvice.UseHugePages(start, bytes);
        }

        if (reason is null)
        {
            try
            {
                MemoryPolicy.Keep(start, bytes, node);
            }
            catch (KernelException error)
            {
                MemoryAdvice.GiveBack(start, bytes);
                reason = error.Message;
            }
        }

        return reason;
    }

    /// <summary>Whether memory lies on a node.</summary>
    /// <returns>Null where all of it does, or else what the kernel says.</returns>
    public static string? Elsewhere(nint start, nuint bytes, int node)
    {
        Span<nint> pages = stackalloc nint[PagePlacement.Batch];
        Span<int> nodes = stackalloc int[PagePlacement.Batch];
        int kernelPage = Environment.SystemPageSize;
        for (nuint done = 0; done < bytes;)
        {
            int count = 0;
            for (; count < pages.Length && done < bytes; done += (nuint)kernelPage)
            {
                pages[count++] = start + (nint)done;
            }

            int error = PagePlacement.Find(pages[..count], nodes);
            if (error != 0)
            {
                return $"move_pages failed: {KernelException.Describe(error)}";
            }

            int other = nodes[..count].IndexOfAnyExcept(node);
            if (other >= 0)
            {
                return nodes[other] >= 0
                    ? FormattableString.Invariant($"NUMA node {node} is full: the kernel gave memory of node {nodes[other]}")
                    : FormattableString.Invariant($"the kernel gave no memory of NUMA node {node}: {KernelException.Describe(-nodes[other])}");
            }
        }

        return null;
    }

    private static string? TryPopulate(nint start, nuint bytes, int node)
    {
        int error = MemoryAdvice.Populate(start, bytes);
        string? reason = error == 0 ? Elsewhere(start, bytes, node) : $"madvise with MADV_POPULATE_WRITE failed: {KernelException.Describe(error)}";
        if (reason is not null)
        {
            MemoryAdvice.GiveBack(start, bytes);
        }

        return reason;
    }
}
