using Shop;
using Shop.Caching;
using TierPolicy;

internal static class Program
{
    private static void Main()
    {
        Fill<Cache>();
        Fill<InCSharp>();
        Fill<OnFile>();
        Fill<Mine>();
    }

    /// <summary>Writes more pages than fast memory holds, and reads them all.</summary>
    private static void Fill<TPolicy>()
        where TPolicy : struct, ITierPolicy
    {
        const int Pages = 600;
        using TieredMemory<TPolicy> memory = new();
        PageId[] pages = new PageId[Pages];
        for (int i = 0; i < Pages; i++)
        {
            pages[i] = memory.Allocate(new PageOptions { Tag = 2 });
            using WriteLease write = memory.Write(pages[i]);
            write.Span.Fill((byte)i);
        }

        int mismatches = 0;
        bool isBelow = false;
        for (int i = 0; i < Pages; i++)
        {
            using ReadLease read = memory.Read(pages[i]);
            mismatches += read.Span[0] == (byte)i ? 0 : 1;
            isBelow |= read.NodeId == 1;
        }

        Console.WriteLine($"{TPolicy.Description.Name}: {mismatches} mismatches, {(isBelow ? "some" : "none")} below");
    }
}
