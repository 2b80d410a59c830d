using TierPolicy.Nodes;
using TierPolicy.Runtime.Tests.Harness;
using TierPolicy.Runtime.Tests.Policies;

namespace TierPolicy.Runtime.Tests;

/// <summary>What a node does that the machine has not as much memory for as it was declared to have.</summary>
public sealed class FrameBackingTests : IDisposable
{
    private const int Capacity = 100;
    private const int Spare = 10;

    private readonly OrdinaryMemory _memory = OrdinaryMemory.Allocate(4096, Capacity + Spare, "for the test");
    private readonly LimitedBacking _machine = new(frames: 50, Spare);
    private readonly FramePool _pool;

    public FrameBackingTests() => _pool = new FramePool(Capacity, Spare, new ArenaStorage(4096, _memory, backing: _machine), memory: -1, new long[1], node: 0);

    [Fact]
    public void A_node_that_the_machine_has_no_memory_for_is_full_and_keeps_its_spare_frames()
    {
        Assert.Equal(50 - Spare, TakeAll().Count);
        Assert.Equal(0, _pool.Free);
        Assert.Equal(40, _pool.Obtainable);
        for (int i = 0; i < Spare; i++)
        {
            Assert.True(_pool.TryTakeSpare(out uint frame));
            Assert.True(_machine.IsBacked(frame));
        }

        Assert.False(_pool.TryTakeSpare(out _));
    }

    [Fact]
    public void It_is_not_taken_for_one_whose_frames_are_still_read()
    {
        TakeAll();
        Assert.False(_pool.TryTake(0, out _, out ReaderShortage shortage));
        Assert.Equal(ReaderShortage.None, shortage);
    }

    [Fact]
    public void What_is_given_back_is_used_again_without_the_machine_being_asked()
    {
        List<uint> taken = TakeAll();
        int asked = _machine.Asked;
        _pool.Retire([.. taken[..5]]);
        Assert.Equal(5, _pool.Free);
        Assert.Equal(5, TakeAll().Count);
        Assert.Equal(asked, _machine.Asked);
    }

    [Fact]
    public void The_machine_is_asked_again_after_a_second_and_not_before()
    {
        TakeAll();
        int asked = _machine.Asked;
        _machine.Frames = Capacity + Spare;
        _machine.Now += IFrameBacking.Pause - 1;
        Assert.Empty(TakeAll());
        Assert.True(_pool.TryTakeSpare(out _));
        Assert.Equal(asked, _machine.Asked);
        _machine.Now++;
        Assert.Equal(Capacity - 41, TakeAll().Count);
        Assert.Equal(Capacity, _pool.Obtainable);
    }

    [Fact]
    public void A_machine_that_has_nothing_at_all_makes_a_node_without_room()
    {
        _machine.Frames = 0;
        Assert.Empty(TakeAll());
        Assert.Equal(0, _pool.Obtainable);
        Assert.False(_pool.TryTakeSpare(out _));
    }

    [Fact]
    public void A_node_off_line_gives_its_memory_back_and_asks_for_it_anew_when_it_comes_back()
    {
        List<uint> taken = TakeAll();
        _pool.Close();
        _pool.GiveBackMemory();
        Assert.NotEqual(0, _machine.Asked);
        _pool.Retire([.. taken]);
        Assert.True(_pool.TryDrain());
        _pool.GiveBackMemory();
        Assert.Equal(0, _machine.Asked);
        _pool.Open();
        _machine.Now += IFrameBacking.Pause;
        Assert.Equal(taken, TakeAll());
        Assert.NotEqual(0, _machine.Asked);
    }

    [Fact]
    public void Watermarks_are_those_of_what_the_machine_has_memory_for()
    {
        Watermarks ofAll = new(Min: 50, Low: 60, High: 70, Promo: 80);
        using ArenaStorage arena = new(4096, _memory, backing: _machine);
        Node node = new(0, TieredMemory<Demoting>.Policy.Topology.Nodes[0], _pool, arena, ofAll, pages: null!);
        Assert.Equal(ofAll, node.Watermarks);
        _pool.Retire([.. TakeAll()]);

        // By the marks of its capacity, it could not give a page, nor ever have room enough again.
        Assert.Equal(new Watermarks(Min: 20, Low: 24, High: 28, Promo: 32), node.Watermarks);
        Assert.InRange(_pool.Free, node.Watermarks.Promo, _pool.Obtainable);
        int taken = 0;
        while (node.TryTakeFrame(node.Watermarks.Min, out _))
        {
            taken++;
        }

        Assert.Equal(20, taken);
        _machine.Frames = Capacity + Spare;
        _machine.Now += IFrameBacking.Pause;
        Assert.True(node.TryTakeFrame(node.Watermarks.Min, out _));
        Assert.Equal(ofAll, node.Watermarks);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_node_with_watermarks_has_some_however_little_memory_there_is(long obtainable)
    {
        Assert.Equal(new Watermarks(Min: 0, Low: 0, High: 1, Promo: 1), new Watermarks(Min: 5, Low: 10, High: 20, Promo: 30).Within(obtainable, Capacity));
        Assert.True(default(Watermarks).Within(obtainable, Capacity).AreZero);
    }

    public void Dispose() => _memory.Dispose();

    private List<uint> TakeAll()
    {
        List<uint> taken = [];
        while (_pool.TryTake(0, out uint frame))
        {
            taken.Add(frame);
        }

        return taken;
    }
}
