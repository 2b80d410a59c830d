namespace TierPolicy;

/// <summary>The outcome of taking a node off line.</summary>
/// <param name="IsOffline">Whether the node is off line now. If not, it is on line as before (CANCEL_OFFLINE).</param>
/// <param name="PagesMoved">Pages that moved to other nodes.</param>
/// <param name="PagesInTheWay">Pages that could not be moved.</param>
/// <param name="Reason">Why they could not; "" where none were in the way.</param>
public readonly record struct OfflineResult(bool IsOffline, long PagesMoved, long PagesInTheWay, string Reason);
