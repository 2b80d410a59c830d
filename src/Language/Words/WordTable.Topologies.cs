using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Words;

public static partial class WordTable
{
    private static IEnumerable<Word> TopologyWords() =>
    [
        new(WordPlace.Topology, "page", "page SIZE;", "The page size: a power of two from 4KiB to 2MiB. Without it, 64KiB.") { Takes = NumberKind.Size },
        new(WordPlace.Topology, "tier", "tier NAME { node… }", "Nodes of about the same speed. Tiers rank in the order in which they are declared, the fastest first. Either every node stands in a tier or none does; then tiers are derived as Linux derives them."),
        new(WordPlace.Topology, "node", "node NAME : KIND { … }", "One pool of memory. Its id is its position in the topology, from 0."),
        new(WordPlace.Topology, "swap", "swap { path \"…\"; capacity SIZE; latency D; bandwidth R; }", "Where ordinary reclaim puts anonymous pages, once for the topology. Without it there is no swap."),
        new(WordPlace.Topology, "store", "store { latency D; bandwidth R; }", "The program's own store behind file pages: its speed, for simulation and reports."),
        new(WordPlace.Topology, "distance", "distance { header row… }", "The distances between nodes, as `numactl --hardware` prints them: a header of node names, then a row a node. The row is the source, the column the target."),
        new(WordPlace.Tier, "node", "node NAME : KIND { … }", "One pool of memory. Its id is its position in the topology, from 0."),

        new(WordPlace.Node, "capacity", "capacity SIZE;", "How much the node holds, in whole pages. Required. Of a `compressed` node: bytes after compression. It is a default: a program's options can override it.") { Takes = NumberKind.Size },
        new(WordPlace.Node, "cpus", "cpus LIST; or cpus;", "The node has CPUs next to it; LIST says which, as in `0-3,8`."),
        new(WordPlace.Node, "numa", "numa N;", "Binds the node to this NUMA node of Linux.") { Takes = NumberKind.Integer },
        new(WordPlace.Node, "bind", "bind strict; or bind preferred;", "How strictly `numa` binds. Without it, strictly."),
        new(WordPlace.Node, "path", "path \"…\";", "Where a `file` or `dax` node keeps its pages."),
        new(WordPlace.Node, "codec", "codec lz4; or codec zstd;", "How a `compressed` node compresses. Without it, with lz4."),
        new(WordPlace.Node, "durable", "durable;", "The pages of a `file` node survive the process."),
        new(WordPlace.Node, "endpoint", "endpoint \"…\";", "Where a `remote` node is reached."),
        new(WordPlace.Node, "latency", "latency DURATION;", "The measured time of an access: for the abstract distance, for simulation and reports.") { Takes = NumberKind.Duration },
        new(WordPlace.Node, "bandwidth", "bandwidth RATE;", "The measured bandwidth: for the abstract distance, for simulation and reports.") { Takes = NumberKind.Rate },
        new(WordPlace.Node, "price", "price N;", "The price per GiB and hour, for reports.") { Takes = NumberKind.Decimal },
        new(WordPlace.Node, "adistance", "adistance N;", "The abstract distance, given outright instead of computed. The tier that Linux derives is this divided by 128.") { Takes = NumberKind.Integer },
        new(WordPlace.Node, "hotplug", "hotplug;", "The node may go off line and come back while the program runs: the demotion targets are compiled for both."),

        new(WordPlace.NodeKind, "hbm", "node NAME : hbm", "High-bandwidth memory: byte-addressable, by default of abstract distance 300."),
        new(WordPlace.NodeKind, "dram", "node NAME : dram", "Ordinary memory: byte-addressable, by default of abstract distance 576."),
        new(WordPlace.NodeKind, "cxl", "node NAME : cxl", "Memory behind CXL: byte-addressable, by default of abstract distance 1152."),
        new(WordPlace.NodeKind, "pmem", "node NAME : pmem", "Persistent memory used as memory: byte-addressable, by default of abstract distance 2880."),
        new(WordPlace.NodeKind, "dax", "node NAME : dax", "A mapped device or file that is read in place: byte-addressable, by default of abstract distance 2880."),
        new(WordPlace.NodeKind, "compressed", "node NAME : compressed", "Compressed memory. Its pages come up before they are read; it is reached by demotion only."),
        new(WordPlace.NodeKind, "file", "node NAME : file", "Pages in a file. They come up before they are read; it is reached by demotion only."),
        new(WordPlace.NodeKind, "remote", "node NAME : remote", "Pages on another machine. They come up before they are read; it is reached by demotion only."),

        new(WordPlace.Bind, "strict", "bind strict;", "Memory comes from the NUMA node or not at all."),
        new(WordPlace.Bind, "preferred", "bind preferred;", "Memory comes from another NUMA node where this one is full."),
        new(WordPlace.Codec, "lz4", "codec lz4;", "Compresses fast."),
        new(WordPlace.Codec, "zstd", "codec zstd;", "Compresses tightly."),

        new(WordPlace.Swap, "path", "path \"…\";", "The swap file. Required."),
        new(WordPlace.Swap, "capacity", "capacity SIZE;", "How much the swap file holds. Required.") { Takes = NumberKind.Size },
        new(WordPlace.Swap, "latency", "latency DURATION;", "The measured time to read a page from swap.") { Takes = NumberKind.Duration },
        new(WordPlace.Swap, "bandwidth", "bandwidth RATE;", "The measured bandwidth of swap.") { Takes = NumberKind.Rate },
        new(WordPlace.Store, "latency", "latency DURATION;", "The measured time to read a page from the store.") { Takes = NumberKind.Duration },
        new(WordPlace.Store, "bandwidth", "bandwidth RATE;", "The measured bandwidth of the store.") { Takes = NumberKind.Rate },
    ];
}
