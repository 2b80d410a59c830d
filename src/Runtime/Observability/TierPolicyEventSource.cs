using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Tracing;
using TierPolicy.Migration;
using TierPolicy.Nodes;

namespace TierPolicy.Observability;

/// <summary>Tells listeners what moves and which nodes come and go. Where nobody listens each batch asks once, and that is all.</summary>
[EventSource(Name = "TierPolicy")]
internal sealed class TierPolicyEventSource : EventSource
{
    private static readonly TierPolicyEventSource Log = new();

    private TierPolicyEventSource()
    {
    }

    /// <summary>A batch begins. What it returns goes to <see cref="Migrated"/>: 0 where nobody listens.</summary>
    [NonEvent]
    public static long Begin() => Log.IsEnabled(EventLevel.Informational, Keywords.Migration) ? Stopwatch.GetTimestamp() : 0;

    [NonEvent]
    public static void Migrated(long start, MigrationReason reason, Node source, Node target, int pages, int failed, int pageSize)
    {
        if (start != 0)
        {
            Log.Migrate(NameOf(reason), source.Name, target.Name, pages, failed, (long)pages * pageSize, Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }
    }

    [NonEvent]
    public static void WentOffline(Node node, long moved)
    {
        if (Log.IsEnabled())
        {
            Log.Offline(node.Name, moved);
        }
    }

    [NonEvent]
    public static void StayedOnline(Node node, OfflineResult result)
    {
        if (Log.IsEnabled())
        {
            Log.OfflineCancelled(node.Name, result.PagesInTheWay, result.Reason);
        }
    }

    [NonEvent]
    public static void CameOnline(Node node)
    {
        if (Log.IsEnabled())
        {
            Log.Online(node.Name);
        }
    }

    [NonEvent]
    public static void BeganToFail(string node, long errors, Exception error)
    {
        if (Log.IsEnabled())
        {
            Log.NodeFailing(node, errors, error.Message);
        }
    }

    [NonEvent]
    public static void WorksAgain(string node, long errors)
    {
        if (Log.IsEnabled())
        {
            Log.NodeRecovered(node, errors);
        }
    }

    [Event(1, Level = EventLevel.Informational, Keywords = Keywords.Migration, Message = "{3} pages from {1} to {2}: {0}")]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Strings and numbers only.")]
    private void Migrate(string reason, string source, string target, int pages, int failed, long bytes, double microseconds) =>
        WriteEvent(1, reason, source, target, pages, failed, bytes, microseconds);

    [Event(2, Level = EventLevel.Informational, Keywords = Keywords.Hotplug, Message = "{0} is off line")]
    private void Offline(string node, long pagesMoved) => WriteEvent(2, node, pagesMoved);

    [Event(3, Level = EventLevel.Warning, Keywords = Keywords.Hotplug, Message = "{0} stays on line: {2}")]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Strings and numbers only.")]
    private void OfflineCancelled(string node, long pagesInTheWay, string reason) => WriteEvent(3, node, pagesInTheWay, reason);

    [Event(4, Level = EventLevel.Informational, Keywords = Keywords.Hotplug, Message = "{0} is on line")]
    private void Online(string node) => WriteEvent(4, node);

    [Event(5, Level = EventLevel.Warning, Keywords = Keywords.Health, Message = "{0} fails and gets no pages: {2}")]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Strings and numbers only.")]
    private void NodeFailing(string node, long errors, string error) => WriteEvent(5, node, errors, error);

    [Event(6, Level = EventLevel.Informational, Keywords = Keywords.Health, Message = "{0} works again")]
    private void NodeRecovered(string node, long errors) => WriteEvent(6, node, errors);

    [NonEvent]
    private static string NameOf(MigrationReason reason) => reason switch
    {
        MigrationReason.Demotion => "demotion",
        MigrationReason.Promotion => "promotion",
        MigrationReason.Offline => "offline",
        _ => "request",
    };

    /// <summary>What a listener may choose from.</summary>
    public static class Keywords
    {
        /// <summary>Pages that move.</summary>
        public const EventKeywords Migration = (EventKeywords)1;

        /// <summary>Nodes that come and go.</summary>
        public const EventKeywords Hotplug = (EventKeywords)2;

        /// <summary>Nodes that begin to fail, or work again.</summary>
        public const EventKeywords Health = (EventKeywords)4;
    }
}
