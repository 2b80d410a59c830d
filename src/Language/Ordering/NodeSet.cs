namespace TierPolicy.Language.Ordering;

/// <summary>A set of node ids, bit k for node k, as the tables hold it. It is walked in id order, as <c>for_each_node_mask</c> does.</summary>
public readonly record struct NodeSet(ulong Bits)
{
    public static NodeSet Empty => default;

    public bool IsEmpty => Bits == 0;

    public static NodeSet Of(int node) => new(1UL << node);

    /// <summary>The nodes from 0 up to, but not including, <paramref name="count"/>.</summary>
    public static NodeSet UpTo(int count) => new(count >= 64 ? ulong.MaxValue : (1UL << count) - 1);

    public bool Contains(int node) => (Bits & (1UL << node)) != 0;

    public NodeSet With(int node) => new(Bits | (1UL << node));

    public NodeSet Without(int node) => new(Bits & ~(1UL << node));

    public NodeSet Without(NodeSet nodes) => new(Bits & ~nodes.Bits);

    public static NodeSet operator |(NodeSet left, NodeSet right) => new(left.Bits | right.Bits);

    public static NodeSet operator &(NodeSet left, NodeSet right) => new(left.Bits & right.Bits);

    public Enumerator GetEnumerator() => new(Bits);

    public struct Enumerator
    {
        private ulong _ahead;

        internal Enumerator(ulong bits)
        {
            _ahead = bits;
            Current = -1;
        }

        public int Current { get; private set; }

        public bool MoveNext()
        {
            if (_ahead == 0)
            {
                return false;
            }

            do
            {
                Current++;
            }
            while ((_ahead & (1UL << Current)) == 0);

            _ahead &= _ahead - 1;
            return true;
        }
    }
}
