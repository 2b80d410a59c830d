using TierPolicy.Nodes;

namespace TierPolicy.Engine;

/// <content>Reads and writes the frames of nodes that may fail, and keeps account of whether they do.</content>
internal sealed partial class MemoryCore
{
    private Node[]? _devices;

    /// <summary>Bit set of the nodes that no page is sent to just now, since they fail. The compiled table stays.</summary>
    public ulong FailingNodes
    {
        get
        {
            ulong failing = 0;
            foreach (Node node in _devices ??= [.. Nodes.Where(static node => !node.IsByteAddressable)])
            {
                if (node.Health.IsFailing && !node.Health.MayBeTarget(Clock.Now))
                {
                    failing |= 1UL << node.Id;
                }
            }

            return failing;
        }
    }

    /// <summary>Copies a frame out.</summary>
    /// <exception cref="IOException">The device failed, or gave something else than was written; it is counted.</exception>
    public void ReadFrame(Node node, uint frame, Span<byte> page)
    {
        try
        {
            node.Storage.Read(frame, page);
        }
        catch (IOException)
        {
            node.Health.CountError(Clock.Now);
            throw;
        }
    }

    /// <summary>The contents of a frame: in place where that can be, else a copy. By the holder of its page's lock.</summary>
    /// <exception cref="IOException">The device failed, or gave something else than was written; it is counted.</exception>
    public ReadOnlyMemory<byte> Contents(Node node, uint frame)
    {
        if (node.Arena is not null)
        {
            return node.Arena.Memory(frame);
        }

        byte[] copy = new byte[PageSize];
        ReadFrame(node, frame, copy);
        return copy;
    }

    /// <summary>Writes pages, as many of them as can be written; each says whether it was. What fails is counted, and told with the exception if memory runs out for it.</summary>
    public void WriteFrames(Node node, IReadOnlyList<PageWrite> pages)
    {
        IOException? failure = node.Storage.Write(pages);
        node.Frames.Recount();
        if (failure is null)
        {
            node.Health.CountWritten(Clock.Now);
        }
        else
        {
            LastFailure = failure;
            node.Health.CountError(Clock.Now);
        }
    }
}
