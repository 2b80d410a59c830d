using System.Globalization;
using System.Runtime.InteropServices;
using TierPolicy;
using TierPolicy.Durable.Writer;

// Writes, flushes, demotes and frees pages of a durable node until it is killed, and says on its output what it is about to do and what was acknowledged:
//   write KEY VERSION   it is about to give the page this version
//   safe KEY VERSION    the version is acknowledged
//   free KEY            it is about to free the page
//   gone KEY            the page is freed
// Arguments: the file, a seed, and the first version that was never used.
const int Keys = 40;
Random random = new(int.Parse(args[1], CultureInfo.InvariantCulture));
long version = long.Parse(args[2], CultureInfo.InvariantCulture);
using TieredMemory<Keeping> memory = new(new TieredMemoryOptions { Paths = { ["Ssd"] = args[0] } });
Dictionary<long, PageId> pages = memory.RecoveredPages.ToDictionary(static page => page.Key, static page => page.Page);
using StreamWriter output = new(Console.OpenStandardOutput()) { AutoFlush = true };
output.WriteLine("ready");
while (true)
{
    long key = random.Next(Keys);
    if (pages.TryGetValue(key, out PageId page) && random.Next(8) == 0)
    {
        output.WriteLine(FormattableString.Invariant($"free {key}"));
        memory.Free(page);
        pages.Remove(key);
        output.WriteLine(FormattableString.Invariant($"gone {key}"));
        continue;
    }

    if (page == default)
    {
        page = pages[key] = memory.Allocate(new PageOptions { Key = key, Tag = (byte)(key * 3), Domain = new DomainId((int)(key % 3)) });
    }

    version++;
    output.WriteLine(FormattableString.Invariant($"write {key} {version}"));
    using (WriteLease lease = memory.Write(page))
    {
        MemoryMarshal.Cast<byte, long>(lease.Span).Fill((version << 8) | key);
    }

    if (random.Next(3) == 0)
    {
        memory.Reclaim(memory.PageSize * 4);
        continue;
    }

    await memory.FlushAsync(page).ConfigureAwait(false);
    output.WriteLine(FormattableString.Invariant($"safe {key} {version}"));
}
