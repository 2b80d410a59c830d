using System.Runtime.InteropServices;

namespace TierPolicy.Traces;

/// <summary>
/// Leaves out repeats of a page that follow each other closely. The window slides over what is kept, not over
/// what is seen: a page in steady use comes back once a window, so that it still looks busy in the trace.
/// </summary>
internal sealed class FoldWindow(int length)
{
    private readonly Dictionary<ulong, Kept> _lastKept = [];
    private TraceAccess _last;
    private long _time = length;

    /// <summary>Says whether the access belongs into the trace. It must be asked about every access, in order.</summary>
    public bool Keeps(TraceAccess access)
    {
        if (length == 0)
        {
            return true;
        }

        // Most accesses are to the page of the one before.
        if (access.Page == _last.Page && (_last.IsWrite || !access.IsWrite) && _time > length)
        {
            return false;
        }

        ref Kept kept = ref CollectionsMarshal.GetValueRefOrAddDefault(_lastKept, access.Page, out bool isKnown);
        bool isInWindow = isKnown && _time - kept.Time <= length;
        if (isInWindow && (kept.WasWrite || !access.IsWrite))
        {
            _last = new TraceAccess(access.Page, kept.WasWrite);
            return false;
        }

        kept = new Kept(_time++, access.IsWrite);
        _last = access;
        return true;
    }

    private readonly record struct Kept(long Time, bool WasWrite);
}
