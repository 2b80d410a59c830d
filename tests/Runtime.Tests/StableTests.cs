namespace TierPolicy.Runtime.Tests;

// The tests of what a memory promises, once more with pages that keep their addresses and that the kernel moves. They are inherited: what is added there holds here, but for the versions that readers keep.
internal static class InPlace
{
    public const string Reason = "Pages that keep their addresses are published in place: readers see it.";
}

public class StableReclaimTests : ReclaimTests
{
    public StableReclaimTests() => Harness.StableLabs.Begin();
}

public class StablePromotionTests : PromotionTests
{
    public StablePromotionTests() => Harness.StableLabs.Begin();
}

public class StableDomainTests : DomainTests
{
    public StableDomainTests() => Harness.StableLabs.Begin();
}

public class StableDomainFairnessTests : DomainFairnessTests
{
    public StableDomainFairnessTests() => Harness.StableLabs.Begin();
}

public class StableLeaseTests : LeaseTests
{
    public StableLeaseTests() => Harness.StableLabs.Begin();

    [Fact(Skip = InPlace.Reason)]
    public override void A_reader_keeps_its_version_while_a_writer_publishes_the_next() => throw new InvalidOperationException();

    [Fact(Skip = InPlace.Reason)]
    public override void A_writers_copy_may_lie_on_another_node_when_its_own_has_no_frame_left() => throw new InvalidOperationException();
}

public class StableBatchTests : BatchTests
{
    public StableBatchTests() => Harness.StableLabs.Begin();

    [Fact(Skip = InPlace.Reason)]
    public override void What_a_batch_has_read_stays_as_it_was_while_others_use_all_other_frames() => throw new InvalidOperationException();
}

public class StablePinTests : PinTests
{
    public StablePinTests() => Harness.StableLabs.Begin();

    [Fact(Skip = InPlace.Reason)]
    public override void A_pin_keeps_its_version_while_writers_publish_others() => throw new InvalidOperationException();
}

public class StableTouchTests : TouchTests
{
    public StableTouchTests() => Harness.StableLabs.Begin();
}

public class StableProactiveTests : ProactiveTests
{
    public StableProactiveTests() => Harness.StableLabs.Begin();
}

public class StableScanTests : ScanTests
{
    public StableScanTests() => Harness.StableLabs.Begin();
}

public class StableLeakTests : LeakTests
{
    public StableLeakTests() => Harness.StableLabs.Begin();
}

public class StableSeriesTests : SeriesTests
{
    public StableSeriesTests() => Harness.StableLabs.Begin();
}

public class StableDisposalTests : DisposalTests
{
    public StableDisposalTests() => Harness.StableLabs.Begin();
}

public class StableCollectionTests : CollectionTests
{
    public StableCollectionTests() => Harness.StableLabs.Begin();
}
