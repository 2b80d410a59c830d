namespace TierPolicy.Linux;

/// <summary>Where the process's memory lies, and moves of it (<c>move_pages(2)</c>): by the kernel's pages, which keep their addresses.</summary>
internal static unsafe class PagePlacement
{
    /// <summary>Pages a call at most. Each move has all processors flush what they keep of lists of pages (mm/migrate.c, <c>lru_cache_disable</c>): so many pages share that.</summary>
    public const int Batch = 512;

    private const int MoveOwn = 1 << 1;

    [ThreadStatic]
    private static int[]? _targets;

    /// <summary>Asks on which nodes pages lie.</summary>
    /// <param name="pages">Their addresses.</param>
    /// <param name="nodes">Takes the node of each; below zero, an <c>errno</c>: <c>-ENOENT</c> where there is no page.</param>
    /// <returns>0, or why nobody could be asked: an <c>errno</c>.</returns>
    public static int Find(ReadOnlySpan<nint> pages, Span<int> nodes) => Call(pages, null, nodes, 0) < 0 ? KernelException.Last("move_pages").Error : 0;

    /// <summary>Moves pages to a node; those that cannot move stay.</summary>
    /// <param name="pages">Their addresses; a batch at most.</param>
    /// <param name="node">Where to. The kernel takes memory of that node only: where it has none, pages stay.</param>
    /// <param name="nodes">Takes the node of each as it is afterwards; below zero, an <c>errno</c>.</param>
    /// <returns>0, or what kept the kernel from moving some of them: an <c>errno</c>, <c>ENOMEM</c> where the node is full.</returns>
    public static int Move(ReadOnlySpan<nint> pages, int node, Span<int> nodes)
    {
        int[] targets = _targets ??= new int[Batch];
        targets.AsSpan(0, pages.Length).Fill(node);
        nint result;
        int error;
        fixed (int* to = targets)
        {
            result = Call(pages, to, nodes, MoveOwn);
            error = result < 0 ? KernelException.Last("move_pages").Error : 0;
        }

        // Where some stay, the kernel tells neither of them nor of those after them; and what is part of a huge page it may tell before that has moved.
        if (result != 0 || nodes.ContainsAnyExcept(node))
        {
            int unknown = Find(pages, nodes);
            if (unknown != 0)
            {
                nodes.Fill(-unknown);
            }
        }

        return error;
    }

    private static nint Call(ReadOnlySpan<nint> pages, int* targets, Span<int> nodes, int flags)
    {
        fixed (nint* address = pages)
        fixed (int* status = nodes)
        {
            return SystemCalls.Call(SystemCalls.MovePages, 0, pages.Length, (nint)address, (nint)targets, (nint)status, flags);
        }
    }
}
