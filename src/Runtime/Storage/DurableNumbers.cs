namespace TierPolicy.Storage;

/// <summary>
/// What the durable nodes of one memory have in common: the number by which a page is known in their files, and one sequence of versions. So that, should the process end while a
/// version on one node is to replace one on another, it can be told of the two that are found which one holds. Safe from any thread.
/// </summary>
internal sealed class DurableNumbers
{
    /// <summary>
    /// Marks numbers that mean the same page in every file: drawn at random, so that those of two files meet by chance only if the files were never of one memory and hold billions of
    /// pages. Files of earlier versions of this library numbered their pages from 1, each for itself.
    /// </summary>
    private const ulong Common = 1UL << 63;

    private readonly Lock _lock = new();
    private readonly Dictionary<uint, ulong> _ids = [];
    private ulong _lastSequence;

    /// <summary>Whether the number means the same page in every file.</summary>
    public static bool IsCommon(ulong id) => (id & Common) != 0;

    public ulong NextSequence() => Interlocked.Increment(ref _lastSequence);

    /// <summary>A file has a version of that sequence: the next ones are higher. Before the memory is used.</summary>
    public void Pass(ulong sequence) => _lastSequence = Math.Max(_lastSequence, sequence);

    /// <summary>The number of a page that lives; drawn where it has none yet.</summary>
    public ulong IdOf(uint page)
    {
        lock (_lock)
        {
            if (!_ids.TryGetValue(page, out ulong id))
            {
                id = Common | (ulong)Random.Shared.NextInt64();
                _ids.Add(page, id);
            }

            return id;
        }
    }

    /// <summary>The number of a page, if it has one.</summary>
    public ulong? Find(uint page)
    {
        lock (_lock)
        {
            return _ids.TryGetValue(page, out ulong id) ? id : null;
        }
    }

    /// <summary>A page was found under a number.</summary>
    public void Adopt(uint page, ulong id)
    {
        if (IsCommon(id))
        {
            lock (_lock)
            {
                _ids.Add(page, id);
            }
        }
    }

    /// <summary>No file has the page any more.</summary>
    public void Forget(uint page)
    {
        lock (_lock)
        {
            _ids.Remove(page);
        }
    }
}
