using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

/// <summary>Pages that are used without a lease.</summary>
public class TouchTests
{
    [Fact]
    public void A_touched_page_comes_up_and_counts_as_one_that_was_read()
    {
        using MemoryLab<Demoting> lab = new();
        PageId page = lab.Memory.AllocateFile(7);
        lab.Memory.Touch(page);
        Assert.Equal(1, lab.Store.Reads);
        Assert.Equal(1, lab.Count("pgmajfault"));
        Assert.False(lab.Memory.Core.Pages[page.Index].State.IsDirty);

        lab.Memory.Touch(page);
        Assert.Equal(1, lab.Store.Reads);
        Assert.Equal(2, lab.Memory.Core.Pages[page.Index].Accesses);
        Assert.Equal(7, lab.Read(page));
    }

    [Fact]
    public void Touched_to_be_written_it_is_dirty_and_is_written_back_before_it_goes()
    {
        using MemoryLab<Plain> lab = new();
        PageId page = lab.Memory.AllocateFile(7);
        lab.Memory.Touch(page, write: true);
        lab.Memory.Touch(page, write: true);
        Assert.Equal(1, lab.Count("nr_dirty"));
        Assert.Equal(1, lab.Memory.PageOut([page]));
        Assert.Equal(1, lab.Store.Writes);
        Assert.Equal(0, lab.Count("nr_dirty"));
    }

    [Fact]
    public void A_page_in_swap_comes_up_with_what_it_held()
    {
        using MemoryLab<Plain> lab = new();
        PageId page = lab.NewPage(5);
        Assert.Equal(1, lab.Memory.PageOut([page]));
        lab.Memory.Touch(page);
        Assert.Equal(1, lab.Total("pswpin"));
        Assert.Equal((0, false), lab.Whereabouts(page));
        Assert.Equal(5, lab.Read(page));
        lab.AssertBalanced();
    }

    [Fact]
    public void A_page_that_was_freed_is_not_touched_and_one_that_this_thread_writes_is_not_waited_for()
    {
        using MemoryLab<Plain> lab = new();
        PageId page = lab.NewPage(5);
        using (lab.Memory.Write(page))
        {
            lab.Memory.Touch(page);
            Assert.Throws<InvalidOperationException>(() => lab.Memory.Touch(page, write: true));
        }

        lab.Memory.Free(page);
        Assert.Throws<ArgumentException>(() => lab.Memory.Touch(page));
        Assert.Throws<ArgumentException>(() => lab.Memory.Touch(new PageId(1 << 20, 1)));
    }
}
