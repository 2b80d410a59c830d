using System.Diagnostics.Metrics;
using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

public class CreationTests
{
    [Fact]
    public void The_options_override_capacities_and_watermarks_without_compiling_again()
    {
        using MemoryLab<Demoting> lab = new(options => options.Capacities["Dram"] = 3 * 4096);
        Assert.Equal(3, lab.Memory.Nodes[0].CapacityPages);
        Assert.Equal(64, lab.Memory.Nodes[1].CapacityPages);
    }

    [Fact]
    public void A_name_that_the_topology_has_not_is_refused_with_the_names_it_has()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new MemoryLab<Demoting>(options => options.Capacities["Dramm"] = 4096));
        Assert.Contains("'Dramm'; topology 'Pair' has Dram, Cxl", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_for_a_node_that_has_none_is_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new MemoryLab<Demoting>(options => options.Paths["Dram"] = "/x"));
        Assert.Contains("give node 'Dram' a path, and it is neither a file nor a DAX node: it is of kind dram", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_capacity_out_of_range_is_told_by_the_name_of_a_parameter_that_there_is()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new MemoryLab<Demoting>(options => options.Capacities["Dram"] = 0));
        Assert.Equal("options", error.ParamName);
    }

    [Fact]
    public void Swap_in_place_of_a_folder_is_told_that_it_is_one()
    {
        TieredMemoryException error = Assert.Throws<TieredMemoryException>(() => new MemoryLab<Demoting>(options => options.SwapPath = Path.GetTempPath()));
        Assert.EndsWith("it is a folder; give the path of a file.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Watermarks_out_of_order_are_refused()
    {
        WatermarkDescription marks = new(Amount.OfCapacity(20_000), Amount.OfCapacity(10_000), Amount.OfCapacity(30_000));
        ArgumentException error = Assert.Throws<ArgumentException>(() => new MemoryLab<Demoting>(options =>
        {
            options.Capacities["Cxl"] = 100 * 4096;
            options.Watermarks["Cxl"] = marks;
        }));
        Assert.Contains("min 2, low 1, high 3, promo 4 pages of 100", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_made_is_told_with_node_path_and_reason_and_nothing_is_left_behind()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        string swap = Path.Combine(folder, "swap");
        TieredMemoryException error = Assert.Throws<TieredMemoryException>(() => new TieredMemory<Descending>(new TieredMemoryOptions
        {
            SwapPath = swap,
            Paths = { ["Ssd"] = Path.Combine(folder, "no", "such", "folder") },
        }));
        Assert.Contains("node 'Ssd'", error.Message, StringComparison.Ordinal);
        Assert.Contains("no/such/folder", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
        Directory.Delete(folder);
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "")]
    [InlineData(true, "Near")]
    [InlineData(false, "Near")]
    public void A_memory_that_cannot_be_made_leaves_no_durable_file_that_it_made_and_all_that_were_there(bool isLaterNode, string wasThere)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            TieredMemoryOptions options = new() { SwapPath = Path.Combine(folder, "swap"), Background = BackgroundWork.Inline };
            options.Paths["Near"] = Path.Combine(folder, "Near");
            options.Paths["Far"] = Path.Combine(folder, "Far");
            if (wasThere.Length > 0)
            {
                new TieredMemory<Archived>(options).Dispose();
                File.Delete(options.Paths["Far"]);
            }

            // The program's own fails last of all.
            options.MeterFactory = new FailingMeters();
            if (isLaterNode)
            {
                options.Paths["Far"] = Path.Combine(folder, "missing", "Far");
            }

            Assert.IsType(isLaterNode ? typeof(TieredMemoryException) : typeof(TimeoutException), Record.Exception(() => new TieredMemory<Archived>(options)));
            Assert.Equal(wasThere, string.Join(' ', Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_disk_that_is_too_small_shows_at_once_and_leaves_no_file_behind()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        TieredMemoryException error = Assert.Throws<TieredMemoryException>(() => new TieredMemory<Demoting>(new TieredMemoryOptions
        {
            SwapPath = Path.Combine(folder, "swap"),
            SwapCapacity = 4096L * (1 << 30),
        }));
        Assert.Contains("the swap", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
        Directory.Delete(folder);
    }

    [Fact]
    public void A_file_that_exists_is_never_overwritten()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        string swap = Path.Combine(folder, "precious");
        File.WriteAllText(swap, "data");
        TieredMemoryException error = Assert.Throws<TieredMemoryException>(() => new TieredMemory<Demoting>(new TieredMemoryOptions { SwapPath = swap }));
        Assert.Contains("exists already", error.Message, StringComparison.Ordinal);
        Assert.Equal("data", File.ReadAllText(swap));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void The_files_of_a_memory_have_no_name_while_it_runs_so_that_nothing_leaves_them_behind()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using MemoryLab<Descending> lab = new();
        Assert.Empty(Directory.GetFileSystemEntries(lab.Folder));
    }

    [Fact]
    public void A_file_page_without_a_store_is_refused()
    {
        using MemoryLab<Demoting> lab = new(options => options.Store = null);
        Assert.Throws<InvalidOperationException>(() => lab.Memory.AllocateFile(1));
    }

    [Fact]
    public void A_node_that_is_not_byte_addressable_is_no_place_to_allocate_on()
    {
        using MemoryLab<Descending> lab = new();
        Assert.Throws<ArgumentOutOfRangeException>(() => lab.Memory.Allocate(new PageOptions { Node = 3 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => lab.Memory.Allocate(new PageOptions { Node = 4 }));
        Assert.Equal(1, lab.Whereabouts(lab.Memory.Allocate(new PageOptions { Node = 1 })).Node);
    }

    [Theory]
    [InlineData(1000, 5000, 5)]
    [InlineData(1000, 1, 1)]
    [InlineData(200, 5000, 1)]
    [InlineData(201, 5000, 2)]
    [InlineData(1000, 0, 0)]
    [InlineData(1000, 1_000_000, 1000)]
    public void A_percentage_is_rounded_up_to_whole_pages(long capacity, long millionths, long pages) =>
        Assert.Equal(pages, Amount.OfCapacity(millionths).ToPages(capacity, 4096));

    [Fact]
    public void A_size_is_rounded_up_to_whole_pages()
    {
        Assert.Equal([0L, 1, 1, 2], new long[] { 0, 1, 4096, 4097 }.Select(bytes => Amount.OfBytes(bytes).ToPages(100, 4096)));
    }

    private sealed class FailingMeters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => throw new TimeoutException("no meters today");

        public void Dispose()
        {
            // Made none.
        }
    }
}
