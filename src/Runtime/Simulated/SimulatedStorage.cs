using TierPolicy.Nodes;
using TierPolicy.Pages;

namespace TierPolicy.Simulated;

/// <summary>A device that holds no bytes: what would be read and written is told, and always succeeds.</summary>
/// <param name="place">The node that it is of, or swap.</param>
/// <param name="work">Who is told.</param>
internal sealed class SimulatedStorage(Place place, SimulatedWork work) : FrameStorage(pageSize: 0)
{
    public override void Read(uint frame, Span<byte> page) => work.Read(place);

    public override IOException? Write(IReadOnlyList<PageWrite> pages)
    {
        foreach (PageWrite page in pages)
        {
            work.Written(place);
            page.IsWritten = true;
        }

        return null;
    }

    public override void Dispose()
    {
        // There is nothing.
    }
}
