using System.ComponentModel;
using System.Numerics;

namespace TierPolicy;

/// <summary>
/// What a rule may ask besides the page itself: where the page could go in the table that is in force, and how much room there is.
/// </summary>
/// <remarks>Made by the engine for one page on one node; used by generated hooks only.</remarks>
[EditorBrowsable(EditorBrowsableState.Advanced)]
public readonly ref struct RuleContext
{
    private readonly ReadOnlySpan<byte> _byScore;
    private readonly ReadOnlySpan<long> _freePages;
    private readonly ReadOnlySpan<long> _capacityPages;
    private readonly ulong _preferred;
    private readonly ulong _fallback;
    private readonly ulong _allowed;
    private readonly int _node;

    /// <summary>Gathers what the hooks need.</summary>
    /// <param name="node">The node of the page.</param>
    /// <param name="preferred">Bit set of the node's preferred targets.</param>
    /// <param name="fallback">Bit set of the node's fallback targets.</param>
    /// <param name="byScore">The other nodes on line by score, best first; the list ends at its length or at 255.</param>
    /// <param name="allowed">Bit set of the nodes that the page's domain allows.</param>
    /// <param name="freePages">Free pages, a node each.</param>
    /// <param name="capacityPages">Capacity in pages, a node each.</param>
    public RuleContext(
        int node,
        ulong preferred,
        ulong fallback,
        ReadOnlySpan<byte> byScore,
        ulong allowed,
        ReadOnlySpan<long> freePages,
        ReadOnlySpan<long> capacityPages)
    {
        _node = node;
        _preferred = preferred;
        _fallback = fallback;
        _byScore = byScore;
        _allowed = allowed;
        _freePages = freePages;
        _capacityPages = capacityPages;
    }

    /// <summary>Free pages of the page's node, in millionths: 1 % is 10,000.</summary>
    public long SourceFree => FreeMillionths(_node);

    /// <summary>
    /// The targets of a demote rule: the preferred ones among <paramref name="named"/>, else the best fallback target among them, else none (0).
    /// </summary>
    public ulong Targets(ulong named)
    {
        ulong candidates = named & _allowed;
        ulong preferred = _preferred & candidates;
        return preferred != 0 ? preferred : Bit(Best(_fallback & candidates));
    }

    /// <summary>The targets of a demote rule under <c>order manual</c>: the first of <paramref name="named"/> that is on line and allowed, else none (0).</summary>
    public ulong FirstOf(ReadOnlySpan<byte> named)
    {
        ulong candidates = (_preferred | _fallback) & _allowed;
        foreach (byte node in named)
        {
            if ((candidates & (1UL << node)) != 0)
            {
                return 1UL << node;
            }
        }

        return 0;
    }

    /// <summary>The best node by score among <paramref name="nodes"/> that is on line and allowed, -1 for none.</summary>
    public int BestOf(ulong nodes) => Best(nodes & _allowed);

    /// <summary>Free pages of the freest of <paramref name="targets"/>, in millionths; 0 where there is none.</summary>
    public long TargetFree(ulong targets)
    {
        long best = 0;
        for (; targets != 0; targets &= targets - 1)
        {
            best = Math.Max(best, FreeMillionths(BitOperations.TrailingZeroCount(targets)));
        }

        return best;
    }

    // Worked out when a rule asks, so that policies that never ask pay nothing for it.
    private long FreeMillionths(int node) => _freePages[node] * 1_000_000 / Math.Max(1, _capacityPages[node]);

    private static ulong Bit(int node) => node < 0 ? 0 : 1UL << node;

    private int Best(ulong candidates)
    {
        if (candidates != 0)
        {
            foreach (byte node in _byScore)
            {
                if (node >= 64)
                {
                    break;
                }

                if ((candidates & (1UL << node)) != 0)
                {
                    return node;
                }
            }
        }

        return -1;
    }
}
