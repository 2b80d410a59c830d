using System.Runtime.InteropServices;
using TierPolicy.Linux;
using TierPolicy.Nodes;

namespace TierPolicy.Migration;

/// <summary>Has the kernel move frames to another NUMA node, in batches of <see cref="PagePlacement.Batch"/> of its own pages (Linux, <c>mm/migrate.c</c>, <c>do_pages_move</c>).</summary>
internal static class KernelMoves
{
    /// <summary>Moves frames that have memory. One of which not all can be moved stays where it was, as a whole, as far as the kernel lets it.</summary>
    /// <param name="source">The node that they are on.</param>
    /// <param name="target">The node to go to.</param>
    /// <param name="frames">The frames.</param>
    /// <param name="isMoved">Takes whether each has moved.</param>
    /// <returns>Whether the target had no memory for all of them.</returns>
    public static bool Move(Node source, Node target, ReadOnlySpan<uint> frames, Span<bool> isMoved)
    {
        isMoved.Fill(true);
        if (target.Arena!.Backing is not StableBacking to || source.Arena!.Backing is not StableBacking from)
        {
            // Emulated: nodes differ by what is counted on them only.
            return false;
        }

        bool isFull = Move(target.Arena, frames, to.Node, isMoved);
        if (PagesOf(target.Arena) > 1 && isMoved.Contains(false))
        {
            MoveBack(target.Arena, frames, from.Node, isMoved);
        }

        return isFull;
    }

    /// <summary>Puts together what a move left on two nodes. What cannot go back, as its node is full by now, is put together by the next move of its page, which asks for all of it.</summary>
    private static void MoveBack(ArenaStorage arena, ReadOnlySpan<uint> frames, int node, ReadOnlySpan<bool> isMoved)
    {
        List<uint> split = [];
        for (int i = 0; i < frames.Length; i++)
        {
            if (!isMoved[i])
            {
                split.Add(frames[i]);
            }
        }

        _ = Move(arena, CollectionsMarshal.AsSpan(split), node, new bool[split.Count]);
    }

    private static int PagesOf(ArenaStorage arena) => arena.PageSize / Environment.SystemPageSize;

    private static bool Move(ArenaStorage arena, ReadOnlySpan<uint> frames, int node, Span<bool> isMoved)
    {
        Span<nint> pages = stackalloc nint[PagePlacement.Batch];
        Span<int> nodes = stackalloc int[PagePlacement.Batch];
        int each = PagesOf(arena);
        long total = (long)frames.Length * each;
        bool isFull = false;
        for (long first = 0; first < total; first += PagePlacement.Batch)
        {
            int count = (int)Math.Min(PagePlacement.Batch, total - first);
            for (int i = 0; i < count; i++)
            {
                (long frame, long page) = Math.DivRem(first + i, each);
                pages[i] = arena.Address(frames[(int)frame]) + (nint)(page * Environment.SystemPageSize);
            }

            int error = PagePlacement.Move(pages[..count], node, nodes[..count]);
            if (BringIn(pages[..count], node, nodes[..count]))
            {
                error = PagePlacement.Move(pages[..count], node, nodes[..count]);
            }

            isFull |= error == KernelException.OutOfMemory;
            for (int i = 0; i < count; i++)
            {
                if (nodes[i] != node)
                {
                    isMoved[(int)((first + i) / each)] = false;
                }
            }
        }

        return isFull;
    }

    /// <summary>Brings in what the kernel has put out to its own swap: such pages it does not move. They come to the node itself, if it has memory.</summary>
    /// <returns>Whether there were some, and have their memory now.</returns>
    private static bool BringIn(ReadOnlySpan<nint> pages, int node, ReadOnlySpan<int> nodes)
    {
        bool isAny = false;
        for (int i = 0; i < pages.Length; i++)
        {
            if (nodes[i] == -KernelException.NotFound)
            {
                isAny |= MemoryPolicy.PopulateFrom(node, pages[i], (nuint)Environment.SystemPageSize) == 0;
            }
        }

        return isAny;
    }
}
