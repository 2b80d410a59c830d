using TierPolicy.Pages;

namespace TierPolicy.Simulated;

/// <summary>A program's store that holds no bytes: what would be read and written is told, and always succeeds.</summary>
internal sealed class SimulatedStore(SimulatedWork work) : IPageStore
{
    public void Read(long key, Span<byte> page) => work.Read(Place.Store);

    public void Write(long key, ReadOnlySpan<byte> page) => work.Written(Place.Store);
}
